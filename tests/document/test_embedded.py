"""What other programs leave in a PDF, spelled object by object."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pymupdf
import pytest

from document.marked_pdfs import FIRST_LINE, SAVED, highlight, mark, read_all, write_marked
from export.sample_pdfs import write_book, write_columns
from reader_app.core.annotation import Annotation, Kind
from reader_app.core.geometry import Point, Rect
from reader_app.document.opening import open_document
from reader_app.worker.embedded import groups_of
from reader_app.worker.embedded_jobs import Embedded

LINE = "Before it comes a line."
NOTE = "<</Type/Annot/Subtype/Text/F 28/Rect[300 200 320 220]/Contents(A sign)/NM(sign)>>"


def only(path: Path) -> Annotation:
    embedded = read_all(path)
    assert embedded.problems == ()
    [annotation] = embedded.annotations
    return annotation


@pytest.mark.parametrize(
    ("subtype", "kind"),
    [
        ("Highlight", Kind.HIGHLIGHT),
        ("Underline", Kind.UNDERLINE),
        ("StrikeOut", Kind.STRIKEOUT),
        ("Squiggly", Kind.SQUIGGLY),
    ],
)
def test_mark_on_text_keeps_what_it_is_and_says(tmp_path: Path, subtype: str, kind: Kind) -> None:
    more = "/C[0 0 1]/T(Ada)/Contents(One\\rtwo)/CreationDate(D:20200102030405+01'00')/M(D:20210102030405Z)"

    annotation = only(write_marked(tmp_path / "a.pdf", highlight(more=more, subtype=subtype)))

    assert (annotation.kind, annotation.quote, annotation.drawing) == (kind, LINE, None)
    assert (annotation.note, annotation.author) == ("One\ntwo", "Ada")
    assert (annotation.label_id, annotation.color) == ("question", "#0000ff")
    assert annotation.created_at == datetime(2020, 1, 2, 2, 4, 5, tzinfo=UTC)
    assert annotation.modified_at == datetime(2021, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop_box", [None, (30, 20, 400, 280)])
@pytest.mark.parametrize("user_unit", [1.0, 2.5])
def test_mark_lies_on_its_words_however_the_page_is_turned_cut_and_scaled(
    tmp_path: Path, rotation: int, crop_box: tuple[float, ...] | None, user_unit: float
) -> None:
    left, low = (crop_box or (0, 0))[:2]
    area = (FIRST_LINE[0] + left, FIRST_LINE[1] + low, FIRST_LINE[2] + left, FIRST_LINE[3] + low)

    annotation = only(
        write_marked(
            tmp_path / "a.pdf", highlight(area), rotation=rotation, crop_box=crop_box, user_unit=user_unit
        )
    )

    assert annotation.quote == LINE


def test_mark_in_a_column_takes_no_words_of_the_other(tmp_path: Path) -> None:
    path = mark(write_columns(tmp_path / "a.pdf"), highlight((230, 200, 390, 262)))

    quote = only(path).quote

    assert quote.startswith("and the right side begins at the top")
    assert "left" not in quote


def test_mark_without_quads_lies_on_the_words_in_its_rectangle(tmp_path: Path) -> None:
    source = "<</Type/Annot/Subtype/Highlight/Rect[40 197 175 211]>>"

    assert only(write_marked(tmp_path / "a.pdf", source)).quote == LINE


def test_mark_on_a_picture_of_text_becomes_its_area(tmp_path: Path) -> None:
    path = write_marked(tmp_path / "a.pdf", highlight((200, 20, 300, 40), "/C[1 1 0]/Contents(scan)"))

    annotation = only(path)

    assert annotation.kind is Kind.RECTANGLE
    assert annotation.drawing is not None
    assert (annotation.drawing.area, annotation.drawing.fill) == (Rect(200, 260, 300, 280), "#ffff00")
    assert (annotation.note, annotation.color) == ("scan", "#ffff00")


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("/Subtype/Text", Kind.NOTE),
        ("/Subtype/FreeText/DA(0 0 1 rg)/C[1 1 0]", Kind.FREE_TEXT),
        ("/Subtype/Square/IC[1 1 0]/BS<</W 3>>", Kind.RECTANGLE),
        ("/Subtype/Circle/IC[1 1 0]", Kind.ELLIPSE),
        ("/Subtype/Ink/InkList[[110 30 120 40 130 30][150 50 160 50]]", Kind.INK),
        ("/Subtype/Line/L[110 30 160 50]", Kind.LINE),
        ("/Subtype/Polygon/Vertices[110 30 160 30 130 50]", Kind.POLYGON),
        ("/Subtype/PolyLine/Vertices[110 30 160 30 130 50]", Kind.POLYLINE),
        ("/Subtype/Stamp", Kind.STAMP),
        ("/Subtype/Caret", Kind.CARET),
    ],
)
def test_drawing_stands_at_its_place_on_the_page(tmp_path: Path, source: str, kind: Kind) -> None:
    path = write_marked(tmp_path / "a.pdf", f"<</Type/Annot{source}/Rect[100 20 200 60]/Contents(Look)>>")

    annotation = only(path)

    assert (annotation.kind, annotation.note) == (kind, "Look")
    assert annotation.drawing is not None
    assert annotation.drawing.area == Rect(100, 240, 200, 280)
    [target] = annotation.targets
    assert (target.section, target.exact, target.start) == (0, "", target.end)
    assert target.prefix or target.suffix


def test_drawing_keeps_its_lines_width_and_fill(tmp_path: Path) -> None:
    ink = "<</Type/Annot/Subtype/Ink/Rect[100 20 200 60]/InkList[[110 30 120 40][150 50 160 50]]/BS<</W 4>>>>"
    box = "<</Type/Annot/Subtype/Square/Rect[100 20 200 60]/RD[2 3 4 5]/IC[1 0 0]/Border[0 0 2]>>"

    drawn, boxed = (each.drawing for each in read_all(write_marked(tmp_path / "a.pdf", ink, box)).annotations)

    assert drawn is not None
    assert boxed is not None
    assert drawn.strokes == ((Point(110, 270), Point(120, 260)), (Point(150, 250), Point(160, 250)))
    assert drawn.width == 4
    assert (boxed.area, boxed.width, boxed.fill) == (Rect(102, 245, 196, 277), 2, "#ff0000")


def test_sign_that_does_not_turn_with_its_page_hangs_from_its_upper_left_corner(tmp_path: Path) -> None:
    source = "<</Type/Annot/Subtype/Text/F 28/Rect[40 100 60 130]>>"

    annotation = only(write_marked(tmp_path / "a.pdf", source, rotation=90))

    # On a page that is turned by 90 degrees the point (40, 130) comes to be at (130, 40).
    assert annotation.drawing is not None
    assert annotation.drawing.area == Rect(130, 40, 150, 70)


def test_text_is_that_of_the_rich_text_where_there_is_no_other(tmp_path: Path) -> None:
    rich = highlight(more="/RC(<body><p>Said <i>richly</i></p></body>)")

    assert only(write_marked(tmp_path / "a.pdf", rich)).note == "Said richly"


# What belongs together


def reply(to: int, text: str, more: str = "") -> str:
    return f"<</Type/Annot/Subtype/Text/Rect[300 200 320 220]/IRT @{to} /Contents({text}){more}>>"


def test_replies_and_replies_to_replies_go_with_the_annotation(tmp_path: Path) -> None:
    path = write_marked(
        tmp_path / "a.pdf",
        highlight(more="/NM(head)"),
        reply(1, "Second", "/T(Bob)/M(D:20220101000000Z)/NM(r2)"),
        reply(2, "Third", "/M(D:20230101000000Z)"),
        reply(1, "First", "/M(D:20210101000000Z)/F 2"),
    )

    annotation = only(path)

    assert [each.note for each in annotation.replies] == ["First", "Second", "Third"]
    assert (annotation.replies[1].author, annotation.replies[1].id) == ("Bob", "r2")
    assert len({each.id for each in annotation.replies}) == 3


def test_part_of_a_group_is_an_annotation_of_its_own(tmp_path: Path) -> None:
    caret = "<</Type/Annot/Subtype/Caret/Rect[100 190 110 200]/Contents(instead)>>"
    struck = highlight(more="/IRT @1 /RT/Group", subtype="StrikeOut")

    annotations = read_all(write_marked(tmp_path / "a.pdf", caret, struck)).annotations

    assert [(each.kind, each.note) for each in annotations] == [(Kind.CARET, "instead"), (Kind.STRIKEOUT, "")]


def test_annotations_that_answer_each_other_in_a_circle_are_kept_and_named(tmp_path: Path) -> None:
    embedded = read_all(write_marked(tmp_path / "a.pdf", reply(2, "One"), reply(1, "Two"), reply(3, "Three")))

    assert {each.note for each in embedded.annotations} == {"One", "Two", "Three"}
    assert set(embedded.problems) == {"Page 1: annotations answer each other in a circle."}


def test_what_was_set_as_a_state_is_kept_as_a_reply(tmp_path: Path) -> None:
    path = write_marked(
        tmp_path / "a.pdf", highlight(), reply(1, "", "/State(Accepted)/StateModel(Review)/F 30")
    )

    assert [each.note for each in only(path).replies] == ["Accepted"]


# What is left out


def test_hidden_annotations_links_fields_and_windows_are_none(tmp_path: Path) -> None:
    path = write_marked(
        tmp_path / "a.pdf",
        highlight(more="/Contents(hidden)").replace("/F 4", "/F 2"),
        highlight(more="/Contents(no view)").replace("/F 4", "/F 32"),
        "<</Type/Annot/Subtype/Link/Rect[0 0 10 10]>>",
        "<</Type/Annot/Subtype/Widget/FT/Tx/Rect[0 0 10 10]>>",
        "<</Type/Annot/Subtype/Popup/Rect[0 0 10 10]>>",
    )

    assert read_all(path) == Embedded((), ())


def test_what_a_reader_would_miss_is_named(tmp_path: Path) -> None:
    path = write_marked(
        tmp_path / "a.pdf",
        "<</Type/Annot/Subtype/FileAttachment/Rect[0 0 10 10]>>",
        "<</Type/Annot/Subtype/Redact/Rect[0 0 10 10]>>",
        "<</Type/Annot/Subtype/Hologram/Rect[0 0 10 10]>>",
        "<</Type/Annot/Rect[0 0 10 10]>>",
        NOTE,
    )

    embedded = read_all(path)

    assert [each.note for each in embedded.annotations] == ["A sign"]
    assert embedded.problems == (
        "Page 1: an attached file cannot be imported.",
        "Page 1: a redaction that was not carried out cannot be imported.",
        "Page 1: an annotation of the unknown type “Hologram” cannot be imported.",
        "Page 1: an annotation without a type cannot be imported.",
    )


@pytest.mark.parametrize(
    "broken",
    [
        "<</Type/Annot/Subtype/Text>>",
        "<</Type/Annot/Subtype/Text/Rect[1 2 3]>>",
        "<</Type/Annot/Subtype/Text/Rect[(a)(b)(c)(d)]>>",
        "<</Type/Annot/Subtype/Text/Rect[0 0 1e30 1e30]>>",
        "<</Type/Annot/Subtype/Text/Rect[-99999999 0 0 0]>>",
        "null",
        "[1 2 3]",
        "(text)",
    ],
)
def test_broken_entry_is_named_and_the_others_are_kept(tmp_path: Path, broken: str) -> None:
    embedded = read_all(write_marked(tmp_path / "a.pdf", highlight(), broken, NOTE))

    assert [each.kind for each in embedded.annotations] == [Kind.HIGHLIGHT, Kind.NOTE]
    [problem] = embedded.problems
    assert problem.startswith("Page 1: ")
    assert "2. in its list" in problem


@pytest.mark.parametrize(
    "odd",
    [
        "/QuadPoints[1 2 3]",
        "/QuadPoints[(a) 2 3 4 5 6 7 8]",
        "/QuadPoints 5",
        "/C(red)",
        "/C[1 2 3 4 5 6]",
        "/M 5/CreationDate[1]",
        "/IRT 999 0 R",
        "/IRT(name)",
        "/Contents 5/T[]/NM<</A 1>>",
        "/Popup 12345 0 R",
        "/RA_Id(no uuid)/RA_Part(x)/RA_Tags 5/RA_Dates[(x)]",
    ],
)
def test_odd_values_do_not_cost_the_annotation(tmp_path: Path, odd: str) -> None:
    source = f"<</Type/Annot/Subtype/Highlight/Rect[40 197 175 211]{odd}>>"

    embedded = read_all(write_marked(tmp_path / "a.pdf", source))

    assert [each.quote for each in embedded.annotations] == [LINE]


def test_list_of_a_page_that_is_none_has_no_annotations(tmp_path: Path) -> None:
    path = write_marked(tmp_path / "a.pdf", highlight())
    with pymupdf.open(path) as pdf:
        pdf.xref_set_key(pdf.page_xref(0), "Annots", "(nothing)")
        pdf.save(tmp_path / "b.pdf")

    assert read_all(tmp_path / "b.pdf") == Embedded((), ())


# Ids


def test_ids_follow_from_the_article_and_from_what_the_annotations_are(tmp_path: Path) -> None:
    path = write_marked(tmp_path / "a.pdf", highlight(), highlight(more="/NM(x)"), NOTE)

    first, again = read_all(path), read_all(path)

    assert [each.id for each in first.annotations] == [each.id for each in again.annotations]
    assert len({each.id for each in first.annotations}) == 3
    other = read_all(path, "1" * 32)
    assert not {each.id for each in first.annotations} & {each.id for each in other.annotations}


def test_equal_annotations_get_ids_that_differ(tmp_path: Path) -> None:
    path = write_marked(tmp_path / "a.pdf", *[highlight(more="/NM(same)")] * 3, *[highlight()] * 2)

    assert len({each.id for each in read_all(path).annotations}) == 5


def test_thousands_of_equal_annotations_get_ids_in_no_time(tmp_path: Path) -> None:
    path = write_marked(tmp_path / "a.pdf", highlight())
    with pymupdf.open(path) as pdf:
        [number] = (xref for xref, *_ in pdf[0].annot_xrefs())
        pdf.xref_set_key(pdf.page_xref(0), "Annots", f"[{f'{number} 0 R ' * 20_000}]")
        pdf.save(tmp_path / "b.pdf")

    with open_document(tmp_path / "b.pdf", "application/pdf") as document:
        groups, _ = groups_of(document, "0" * 32)

    assert len({group.id for group in groups}) == 20_000


def test_list_that_two_pages_share_gives_each_its_own(tmp_path: Path) -> None:
    annotations = read_all(write_book(tmp_path / "book.pdf")).annotations

    assert [target.section for each in annotations for target in each.targets] == [0, 0, 2, 2]
    assert len({each.id for each in annotations}) == 4


def test_annotation_that_stands_in_the_list_itself_is_read(tmp_path: Path) -> None:
    path = write_marked(tmp_path / "a.pdf")
    with pymupdf.open(path) as pdf:
        pdf.xref_set_key(pdf.page_xref(0), "Annots", f"[{highlight(more='/Contents(inside)')}]")
        pdf.save(tmp_path / "b.pdf")

    assert only(tmp_path / "b.pdf").note == "inside"


def test_text_that_is_no_unicode_can_be_kept_and_shown(tmp_path: Path) -> None:
    broken = "/Contents(\\357\\273\\277\\377 a)/T<FEFFD800>"
    found = read_all(write_marked(tmp_path / "a.pdf", highlight(more=broken), highlight(subtype="#80")))

    [annotation] = found.annotations
    assert annotation.note == "� a"
    for text in (annotation.note, annotation.author, *found.problems):
        text.encode()


def test_own_dates_beyond_all_time_are_none(tmp_path: Path) -> None:
    date = "(0001-01-01T00:00:00+14:00)"
    own = f"/RA_Id({uuid4()})/RA_Part[1 1]/RA_Dates[{date * 2}]/M(D:20240102)"
    [annotation] = read_all(write_marked(tmp_path / "a.pdf", highlight(more=own))).annotations

    assert annotation.created_at == datetime(2024, 1, 2, tzinfo=UTC)


def test_what_has_no_date_in_a_file_without_one_is_as_old_as_the_article(tmp_path: Path) -> None:
    path = write_marked(tmp_path / "a.pdf", highlight())
    with pymupdf.open(path) as pdf:
        pdf.set_metadata({})
        content = pdf.tobytes()
    path.write_bytes(content)

    [annotation] = read_all(path).annotations

    assert (annotation.created_at, annotation.modified_at) == (SAVED, SAVED)


def test_of_far_too_many_entries_that_cannot_be_read_some_are_named(tmp_path: Path) -> None:
    path = write_marked(tmp_path / "a.pdf", highlight())
    with pymupdf.open(path) as pdf:
        pdf.xref_set_key(pdf.page_xref(0), "Annots", f"[{'7 ' * 1000}]")
        content = pdf.tobytes()
    path.write_bytes(content)

    problems = read_all(path).problems

    assert (len(problems), problems[-1]) == (201, "And 800 more entries cannot be read.")


def test_of_two_equal_ones_the_other_keeps_its_id_once_one_bears_its_own(tmp_path: Path) -> None:
    first, second = read_all(write_marked(tmp_path / "a.pdf", highlight(), highlight())).annotations
    written = highlight(more=f"/RA_Id({first.id})/RA_Part[1 1]/NM(a)")

    found = read_all(write_marked(tmp_path / "b.pdf", written, highlight())).annotations

    assert [each.id for each in found] == [first.id, second.id]
