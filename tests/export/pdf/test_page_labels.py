from pathlib import Path

import pymupdf
import pytest

from reader_app.export.pdf.page_labels import LabeledPages, PageLabels


def labeled(tmp_path: Path, labels: str, pages: int = 12) -> pymupdf.Document:
    path = tmp_path / "source.pdf"
    with pymupdf.open() as pdf:
        for _ in range(pages):
            pdf.new_page(width=100, height=100)
        if labels:
            pdf.xref_set_key(pdf.pdf_catalog(), "PageLabels", labels)
        pdf.save(path)
    return pymupdf.open(path)


def names(pdf: pymupdf.Document) -> list[str]:
    """Return what MuPDF itself calls the pages."""
    return [page.get_label() or str(page.number + 1) for page in pdf]


@pytest.mark.parametrize(
    "labels",
    [
        "",
        "<</Nums[0<</S/r>>4<</S/D>>]>>",
        "<</Nums[0<</S/R/St 8>>3<</S/A/P(App-)>>9<</P(Cover)>>]>>",
        "<</Kids[<</Nums[0<</S/a>>]/Limits[0 0]>><</Nums[5<</S/D/St 27>>]/Limits[5 5]>>]>>",
    ],
)
def test_labels_are_those_that_other_programs_show(tmp_path: Path, labels: str) -> None:
    with labeled(tmp_path, labels) as pdf:
        found = PageLabels(pdf)

        assert [found.label(page) for page in range(12)] == names(pdf)


@pytest.mark.parametrize("labels", ["", "<</Nums[0<</S/r>>4<</S/D>>]>>", "<</Nums[0<</S/D/St 50>>]>>"])
@pytest.mark.parametrize(("before", "count"), [(0, 1), (0, 3), (2, 1), (4, 2), (7, 1), (12, 2)])
def test_pages_keep_their_labels_when_others_are_put_before_them(
    tmp_path: Path, labels: str, before: int, count: int
) -> None:
    with labeled(tmp_path, labels) as pdf:
        expected = names(pdf)
        found = PageLabels(pdf)
        for number in range(count):
            pdf.new_page(before + number if before + number < pdf.page_count else -1)

        found.insert([LabeledPages(before, count, "New")])

        assert names(pdf) == [*expected[:before], *["New"] * count, *expected[before:]]
        assert [found.label(page) for page in range(12 + count)] == names(pdf)


def test_tree_of_labels_that_leads_back_into_itself_is_read_to_an_end(tmp_path: Path) -> None:
    with labeled(tmp_path, "") as pdf:
        tree = pdf.get_new_xref()
        pdf.update_object(tree, f"<</Kids[{tree} 0 R]>>")
        pdf.xref_set_key(pdf.pdf_catalog(), "PageLabels", f"{tree} 0 R")

        assert PageLabels(pdf).label(3) == "4"


def test_tree_of_labels_whose_branches_all_lead_to_the_same_ones_is_read_once(tmp_path: Path) -> None:
    with labeled(tmp_path, "") as pdf:
        tree = pdf.get_new_xref()
        pdf.update_object(tree, "<</Nums[0<</P(A)>>]>>")
        for _ in range(30):
            above = pdf.get_new_xref()
            pdf.update_object(above, f"<</Kids[{tree} 0 R {tree} 0 R {above} 0 R]>>")
            tree = above
        pdf.xref_set_key(pdf.pdf_catalog(), "PageLabels", f"{tree} 0 R")

        assert PageLabels(pdf).label(3) == "A"


def test_pages_put_in_at_several_places_have_their_labels_and_all_others_keep_theirs(tmp_path: Path) -> None:
    with labeled(tmp_path, "<</Nums[0<</S/r>>4<</S/D>>]>>") as pdf:
        expected = names(pdf)
        added = [
            LabeledPages(0, 1, "X"),
            LabeledPages(2, 2, "Y"),
            LabeledPages(4, 1, "Z"),
            LabeledPages(12, 1, "E"),
        ]
        found = PageLabels(pdf)
        for new in reversed(added):
            for _ in range(new.count):
                pdf.new_page(new.before if new.before < pdf.page_count else -1)
            expected[new.before : new.before] = [new.label] * new.count

        found.insert(added)

        assert names(pdf) == expected == [found.label(page) for page in range(pdf.page_count)]


def test_what_a_pdf_says_itself_of_its_pages_is_told_apart_from_what_it_does_not_say(tmp_path: Path) -> None:
    with labeled(tmp_path, "<</Nums[0<</S/r>>4<</S/D/P(A-)/St 3>>40<</S/D>>]>>") as pdf:
        assert PageLabels(pdf).said() == {0: "<</S/r>>", 4: "<</S/D/P(A-)/St 3>>"}
    with labeled(tmp_path, "") as pdf:
        assert PageLabels(pdf).said() == {}


def test_largest_numbers_are_spelled_in_digits(tmp_path: Path) -> None:
    with labeled(tmp_path, "<</Nums[0<</S/r/St 2000000000>>1<</S/A/St 2000000000>>]>>") as pdf:
        assert PageLabels(pdf).label(0) == PageLabels(pdf).label(1) == "2000000000"
