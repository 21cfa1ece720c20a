"""Texts that are hard to normalize, and sections with every kind of gap."""

from hypothesis import strategies as st

from reader_app.core.text import Gap, SectionText, Spelling
from reader_app.core.visible import as_written, visible_characters

LIGATURES = "ﬁﬂﬀﬃﬄﬅœæĳǆ…½²™ⅷ㎏"
MARKS = "\u0301\u0308\u0323\u0327\u0338\u0345\u0315\u0344\u0f71\u0f72\u0f73\u0f74\u0f81\u05b4\u3099\u20dd"
HANGUL = "\u1100\u1102\u1161\u1162\u11a8\u11a9\uac00\ud55c\u3131\u314f\uffa1\uffc2\uffdc\u115f\u1160"
INDIC = "\u0915\u093f\u093c\u094d\u09c7\u09be\u09d7\u0b47\u0b3e\u0b56\u0bc6\u0bbe\u0cbf\u0cd5\u0cc6\u0cc2"
INDIC_PAIRS = "\u0d46\u0d3e\u0dd9\u0dcf\u0ddf\u1025\u102e\u1b05\u1b35\U00011131\U00011127\U00011347\U0001133e"
KANA = "カｶﾞﾟハﾊがか゛゜ー\u309b\u309c"
EMOJI = "👩👧🏽❤\ufe0f\u200d🇩🇪🇫👍"
RIGHT_TO_LEFT = "שלוםאبتلاﷺﻻ\ufb1d\ufb2a\u0651\u064e\u200f"
IDEOGRAPHS = "漢字神\ufa19文。、「」\U00020000"
SPACED = "\u00a8\u00af\u00b4\u00b8\u02d8\u037a\u0384\u1fbd\u1fc1\u1fed\u2017\u203e\uffe3\ufc5e\ufe70\ufe76"
SPACES = " \t\n\r\u00a0\u2003\u2028\u3000\u0085\u1680\x1c"
LETTERS = "aAoOuUnxZé\u212b\u2126ſßİ"
PUNCTUATION = ".,-‐‑'’“”()"

_ALPHABETS = [
    LETTERS,
    LIGATURES,
    MARKS,
    HANGUL,
    INDIC,
    INDIC_PAIRS,
    KANA,
    EMOJI,
    RIGHT_TO_LEFT,
    IDEOGRAPHS,
    SPACED,
    SPACES,
    PUNCTUATION,
    "\u00ad",
]

hard_chars = st.one_of(*(st.sampled_from(alphabet) for alphabet in _ALPHABETS))

hard_texts = st.one_of(
    st.lists(st.one_of(hard_chars, st.just("\r\n")), max_size=24).map("".join),
    st.lists(st.sampled_from(LETTERS + MARKS + SPACED + "\u00ad \u00a0"), max_size=12).map("".join),
    st.lists(st.sampled_from(HANGUL + "\u00ad\u0301 "), max_size=12).map("".join),
    st.lists(st.sampled_from(INDIC + INDIC_PAIRS + "\u00ad\u0323 "), max_size=12).map("".join),
    st.lists(st.sampled_from(KANA + EMOJI + IDEOGRAPHS + "\u00ad "), max_size=12).map("".join),
    st.lists(st.sampled_from(RIGHT_TO_LEFT + LIGATURES + SPACED + "\u00ad\n"), max_size=12).map("".join),
    st.text(max_size=20),
)

# Clusters that people read otherwise than they count, and some that fonts shape.
SPELLED = (
    *"½…²™Ａ－‑⑴㎏№ſẛŉﷺ¨ﾞｶำㅎﬁﬅﬨﻼ︙",
    *("ｶﾞ", "ㅎㅏ", "½\u0338", "ⅷ\u00ad", "a\u00ad\u0301"),
)

clusters = st.one_of(
    st.sampled_from("abcdeABC"),
    st.sampled_from("abAB--‐"),
    st.sampled_from(".,'’“”é\u0301漢字かงשا\u200d👍"),
    st.sampled_from(SPELLED),
)


def section_of(pieces: list[tuple[Gap, str]]) -> SectionText:
    """Make a section from clusters and the gaps before them, as a page is written."""
    chars, gaps, spellings = "", b"", []
    for gap, cluster in pieces:
        visible, written = visible_characters(cluster), as_written(cluster)
        if written != visible:
            spellings.append(Spelling(len(chars), len(chars) + len(visible), written))
        chars += visible
        gaps += bytes([gap, *[Gap.NONE] * len(visible)][: len(visible)])
    return SectionText(chars, gaps, tuple(spellings))


@st.composite
def sections(draw: st.DrawFn, pieces: st.SearchStrategy[str] = clusters, max_size: int = 40) -> SectionText:
    """Sections with any gap before any cluster."""
    return section_of(draw(st.lists(st.tuples(st.sampled_from(Gap), pieces), max_size=max_size)))


@st.composite
def sections_with_range(
    draw: st.DrawFn, pieces: st.SearchStrategy[str] = clusters, max_size: int = 40
) -> tuple[SectionText, int, int]:
    """A section that is not empty, and a range in it that is not empty."""
    text = draw(sections(pieces, max_size).filter(len))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return text, start, end


def section(reading: str) -> SectionText:
    """Make a section from a text: newline is a paragraph, "/" a line break, "-/" a hyphen that joins.

    Each character is a cluster.
    """
    pieces: list[tuple[Gap, str]] = []
    gap = Gap.NONE
    for char in reading:
        if char == " ":
            gap = Gap.SPACE
        elif char == "\n":
            gap = Gap.PARAGRAPH
        elif char == "/":
            gap = Gap.JOINED if pieces and pieces[-1][1] == "-" else Gap.LINE
        else:
            pieces.append((gap, char))
            gap = Gap.NONE
    return section_of(pieces)
