import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from reader_app.core.visible import visible_characters
from reader_app.export.html.dom_text import DomText

WORDS = st.text(alphabet="ab é½ﬁ\u00ad\u0301한中 \n", min_size=1, max_size=12)
TAGS = ("b", "a", "p", "li", "td", "div")


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> etree._Element:
    element = etree.Element("div" if depth == 3 else draw(st.sampled_from(TAGS)))
    element.text = draw(WORDS | st.none())
    for _ in range(draw(st.integers(0, 3)) if depth else 0):
        child = draw(trees(depth - 1))
        child.tail = draw(WORDS | st.none())
        element.append(child)
    return element


def tree_of(markup: str) -> etree._Element:
    return html.fragment_fromstring(f"<div>{markup}</div>")


def numbered(number: int) -> etree._Element:
    element = etree.Element("mark")
    element.set("n", str(number))
    return element


def marked(markup: str, *ranges: tuple[int, int]) -> str:
    tree = tree_of(markup)
    DomText(tree).wrap(ranges, numbered)
    return etree.tostring(tree, method="html", encoding="unicode")[5:-6]


@given(trees(), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_wrapped_text_is_that_of_the_range_and_nothing_else_changes(
    tree: etree._Element, spans: list[tuple[int, int]]
) -> None:
    before = etree.tostring(tree)
    text = DomText(tree)
    length = len(text.text)
    ranges = [(min(a, b, length), min(max(a, b), length)) for a, b in spans]
    clusters = text.text.widened

    text.wrap(ranges, numbered)

    for number, (start, end) in enumerate(ranges):
        parts = tree.xpath(f"//mark[@n='{number}']")
        wrapped = "".join("".join(part.itertext()) for part in parts)
        first, last = clusters(start, end)
        # Letters of one piece of text may join accents of the next: compared taken apart.
        expected, found = (
            unicodedata.normalize("NFD", chars)
            for chars in (text.text.chars[start:end], visible_characters(wrapped))
        )
        assert expected in found or start == end
        assert len(visible_characters(wrapped)) <= last - first + 4  # what a cluster has beside the range
    etree.strip_tags(tree, "mark")
    assert etree.tostring(tree) == before


def test_block_that_begins_with_an_accent_is_marked_once() -> None:
    assert marked("\u0301word<p>other</p>", (0, 1)) == '<mark n="0">\u0301</mark>word<p>other</p>'


def test_place_before_a_block_that_begins_with_an_accent_is_at_its_beginning() -> None:
    assert marked("\u0301word<p>other</p>", (0, 0)) == '<mark n="0"></mark>\u0301word<p>other</p>'


def test_overlapping_ranges_nest() -> None:
    assert marked("abcdef", (0, 4), (2, 6)) == (
        '<mark n="0">ab</mark><mark n="0"><mark n="1">cd</mark></mark><mark n="1">ef</mark>'
    )


def test_longer_range_is_outside_where_two_begin_together() -> None:
    assert marked("abcd", (0, 2), (0, 4)) == '<mark n="1"><mark n="0">ab</mark></mark><mark n="1">cd</mark>'


def test_range_goes_on_through_elements_and_blocks() -> None:
    assert marked("<p>a <b>b</b> c</p>\n<p>d e</p>", (0, 4)) == (
        '<p><mark n="0">a </mark><b><mark n="0">b</mark></b><mark n="0"> c</mark></p>\n'
        '<p><mark n="0">d</mark> e</p>'
    )


def test_white_space_between_the_rows_of_a_table_is_not_wrapped() -> None:
    table = "<table>\n<tr> <td>a</td> <td>b</td> </tr>\n</table>"

    assert marked(table, (0, 2)).count("<mark") == 2


def test_empty_range_is_an_empty_element_before_the_character() -> None:
    assert marked("<p>ab</p><p>c</p>", (1, 1), (3, 3)) == (
        '<p>a<mark n="0"></mark>b</p><p>c<mark n="1"></mark></p>'
    )


def test_ranges_of_a_tree_without_text_are_nothing() -> None:
    assert marked("<hr>", (0, 0)) == "<hr>"


def test_letter_of_a_ligature_takes_the_whole_sign() -> None:
    assert marked("oﬃce", (1, 2)) == 'o<mark n="0">ﬃ</mark>ce'


def test_mark_that_begins_a_block_does_not_join_the_letter_of_the_block_before() -> None:
    text = DomText(tree_of("<p>e</p><p>\u0301a</p>")).text

    assert text.chars[0] == "e"
    assert text.reading.splitlines()[0] == "e"


def test_text_has_paragraphs_spaces_and_spellings() -> None:
    text = DomText(tree_of("<p>Half: ½<br>and <b>more</b></p><ul><li>x</li><li>y</li></ul>")).text

    assert text.reading.split() == ["Half:", "½", "and", "more", "x", "y"]
    assert text.reading.endswith("more\nx\ny")
