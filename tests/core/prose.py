"""Makes up texts of several kinds and languages, the same ones from the same seed.

They mean nothing, but words are distributed as in real ones: few are frequent, most are rare, and terms and
phrases come back.
"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Language:
    """How words and sentences of a language look.

    Attributes:
        common: Its most frequent words, separated by spaces.
        syllables: What other words are made of, in the same way.
        separator: Between words.
        stops: What a sentence ends with.
        comma: What parts of one end with.
        longest: Syllables of a word, at most.
    """

    common: str
    syllables: str
    separator: str = " "
    stops: tuple[str, ...] = (".", ".", ".", "?", "!")
    comma: str = ","
    longest: int = 3


@dataclass(frozen=True, slots=True)
class Genre:
    """How a kind of text is written.

    Attributes:
        words: How many different words it has.
        sentence: Words of a sentence, from and to.
        paragraph: Sentences of a paragraph, from and to.
        phrases: How many set phrases come back.
        phrase_rate: How often one stands in for a word.
        speech: How many of the sentences are spoken.
    """

    words: int
    sentence: tuple[int, int]
    paragraph: tuple[int, int]
    phrases: int = 0
    phrase_rate: float = 0.0
    speech: float = 0.0


NEWS = Genre(900, (8, 24), (1, 4), phrases=12, phrase_rate=0.01, speech=0.2)
NOVEL = Genre(1800, (4, 34), (2, 9), speech=0.35)
PAPER = Genre(700, (12, 30), (4, 8), phrases=25, phrase_rate=0.06)
REFERENCE = Genre(250, (5, 14), (1, 5), phrases=15, phrase_rate=0.12)

ENGLISH = Language(
    "the of and to in a is that for it as was with be by on not he his but at are this have from or had an"
    " they which one you were all her she there would their we him been has when who will no more if out",
    "ba con der en fal gri hol in jor ka lan mer nor ol per qua ri sta tur ul ver wes ing ed tion ly ment",
)
GERMAN = Language(
    "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus",
    "bau dach eis feld gang haus kraft land markt nacht ord platz recht schaft stadt ung werk zeit über früh",
    longest=6,
)
RUSSIAN = Language(
    "и в не на что с он по это как она к но мы из у за от так о же для все был бы мне его",
    "бо ве го да жи за ко ла ме но ост пер ро ста ту уч фор хо цен чи шка ние ость ный ать",
)
ARABIC = Language(
    "في من على إلى أن هذا التي الذي عن مع كان هو ما لا كل بعد قد بين ذلك هذه لم أو ثم",
    "كت با در سة مع لم قر أت حر ير نه ار شم سو قم رو ضة ال مد ين ة طا لب عل",
    stops=(".", ".", "؟"),
    comma="،",
)
CHINESE = Language(
    "的 一 是 不 了 在 人 有 我 他 这 中 大 来 上 国 个 到 说 们 为 子 和 你 地",
    " ".join(map(chr, range(0x4E30, 0x5AE0, 7))),
    separator="",
    stops=("。", "。", "？"),
    comma="，",
    longest=2,
)
JAPANESE = Language(
    "の は が を に で と も から まで です ます した ない この その という こと もの",
    " ".join((*map(chr, range(0x6000, 0x6800, 11)), *"かきくけこさしすせそたちつてと")),
    separator="",
    stops=("。", "。", "。", "？"),
    comma="、",
)


def prose(language: Language, genre: Genre, length: int, seed: int) -> list[str]:
    """Return paragraphs of about so many characters in all."""
    return _Writer(language, genre, Random(f"prose {seed}")).text(length)


class _Writer:
    def __init__(self, language: Language, genre: Genre, random: Random) -> None:
        self._language, self._genre, self._random = language, genre, random
        self._syllables = language.syllables.split()
        self._words = [*language.common.split(), *(self._word() for _ in range(genre.words))]
        # Zipf's law: the n-th word is as frequent as 1/n.
        self._weights = [1 / (rank + 3) for rank in range(len(self._words))]
        self._phrases = [self._plain(random.randint(2, 5)) for _ in range(genre.phrases)]

    def text(self, length: int) -> list[str]:
        paragraphs: list[str] = []
        while sum(map(len, paragraphs)) < length:
            count = self._random.randint(*self._genre.paragraph)
            sentences = [self._sentence() for _ in range(count)]
            paragraphs.append(self._language.separator.join(sentences))
        return paragraphs

    def _word(self) -> str:
        count = self._random.randint(1, self._language.longest)
        return "".join(self._random.choice(self._syllables) for _ in range(count))

    def _plain(self, count: int) -> str:
        return self._language.separator.join(self._random.choices(self._words, self._weights, k=count))

    def _sentence(self) -> str:
        language, random = self._language, self._random
        words = []
        for number in range(random.randint(*self._genre.sentence)):
            is_phrase = self._phrases and random.random() < self._genre.phrase_rate
            word = random.choice(self._phrases) if is_phrase else self._plain(1)
            if random.random() < 0.03:
                word = str(random.randint(2, 2030))
            words.append(f"{word}{language.comma}" if number and random.random() < 0.08 else word)
        sentence = language.separator.join(words).rstrip(language.comma)
        sentence = sentence[0].upper() + sentence[1:] + random.choice(language.stops)
        return f"“{sentence}”" if random.random() < self._genre.speech else sentence
