from lxml import etree, html

from reader_app.intake.extraction.runs import runs_of, words_of
from reader_app.intake.extraction.weights import GONE, weigh


def body(markup: str) -> etree._Element:
    return html.document_fromstring(f"<html><body>{markup}</body></html>").find("body")


def runs(markup: str) -> list[tuple[str, str, int]]:
    return [(str(run.owner.tag), run.text.strip(), run.linked) for run in runs_of(body(markup))]


def test_blocks_and_line_breaks_end_runs() -> None:
    assert runs("a <b>b</b> c<p>d<br>e</p>f") == [
        ("body", "a b c", 0),
        ("p", "d", 0),
        ("p", "e", 0),
        ("body", "f", 0),
    ]


def test_characters_in_links_are_counted() -> None:
    assert runs("<p>see <a href='/'>this <i>one</i></a> here</p>") == [("p", "see this one here", 7)]


def test_what_is_no_text_is_passed_over() -> None:
    assert runs("<p>a<script>b</script><select><option>c</select></p><svg><text>d</text></svg>") == [
        ("p", "a", 0)
    ]


def test_words_are_characters_where_no_spaces_stand_between() -> None:
    assert words_of("Die Brücke 橋は") == ("die", "brücke", "橋", "は")


def test_an_element_weighs_what_all_inside_it_weighs() -> None:
    page = body("<div><p>abcd</p><p><a href='/'>ef</a></p><img></div>")

    weight = weigh(page, list(runs_of(page)), [True, False])[page[0]]

    assert (weight.chars, weight.linked, weight.told, weight.runs, weight.pictures) == (6, 2, 4, 2, 1)
    assert weight.link_density == 1 / 3
    assert weight.told_part == 2 / 3


def test_what_is_taken_out_weighs_nothing_above() -> None:
    page = body("<div><p>abcd</p><aside><img></aside></div>")
    page[0][1].tag = GONE

    assert weigh(page, list(runs_of(page)), [True])[page].pictures == 0
