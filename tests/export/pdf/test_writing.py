from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from export.passages import NOON, TEXT_KINDS, article, export, marked
from export.sample_pdfs import PHRASE, write_book, write_page
from reader_app.core.annotation import Annotation, Kind, Label, Status
from reader_app.errors import ExportError, PasswordRequiredError

LABEL = Label("claim", "Zu prüfen", "#ff8040", 0)


def annotations_on(path: Path, page: int = 0, password: str = "") -> list[dict[str, tuple[str, str]]]:
    """Return the dictionaries of a page's marks, as kinds and values."""
    with pymupdf.open(path) as pdf:
        pdf.authenticate(password)
        return [
            {key: pdf.xref_get_key(annot.xref, key) for key in pdf.xref_get_keys(annot.xref)}
            for annot in pdf[page].annots(types=[kind + pymupdf.PDF_ANNOT_HIGHLIGHT for kind in range(4)])
        ]


def test_mark_has_every_key_that_viewers_need(tmp_path: Path) -> None:
    source, output = write_page(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    annotation = replace(
        marked(source, PHRASE, label_id="claim", note="**Who** says *so*?", tags=("b", "ä")),
        created_at=NOON,
        modified_at=NOON.replace(hour=13),
    )

    export(source, output, annotation, labels=[LABEL])

    (keys,) = annotations_on(output)
    assert keys["Subtype"] == ("name", "/Highlight")
    assert keys["NM"] == ("string", annotation.id)
    assert keys["T"] == ("string", "Ada Reader")
    assert keys["Contents"] == ("string", "Who says so?")
    assert keys["Subj"] == ("string", "Zu prüfen")
    assert keys["CreationDate"] == ("string", "D:20260504120000Z")
    assert keys["M"] == ("string", "D:20260504130000Z")
    assert keys["F"] == ("int", "4")
    assert keys["C"] == ("array", "[1 .502 .251]")
    assert keys["RA_Id"] == ("string", annotation.id)
    assert keys["RA_Label"] == ("string", "claim")
    assert keys["RA_LabelName"] == ("string", "Zu prüfen")
    assert keys["RA_Note"] == ("string", "**Who** says *so*?")
    assert keys["RA_Quote"] == ("string", annotation.quote)
    assert keys["RA_Tags"] == ("array", "[(b)<FEFF00E4>]")
    assert keys["RA_Part"] == ("array", "[1 1]")


def test_quads_go_line_by_line_from_upper_left_to_lower_right(tmp_path: Path) -> None:
    source, output = write_page(tmp_path / "source.pdf"), tmp_path / "output.pdf"

    export(source, output, marked(source, PHRASE))

    (keys,) = annotations_on(output)
    numbers = [float(number) for number in keys["QuadPoints"][1][1:-1].split()]
    left, bottom, right, top = (float(number) for number in keys["Rect"][1][1:-1].split())
    assert len(numbers) == 16
    for at in (0, 8):
        ulx, uly, urx, ury, llx, lly, lrx, lry = numbers[at : at + 8]
        assert ulx == llx < urx == lrx
        assert uly == ury > lly == lry
        assert left < ulx
        assert urx < right
        assert bottom < lly
        assert uly < top


@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_appearance_is_painted_in_multiply_at_the_opacity_of_the_mark(tmp_path: Path, kind: Kind) -> None:
    source, output = write_page(tmp_path / "source.pdf"), tmp_path / "output.pdf"

    export(source, output, marked(source, PHRASE, kind=kind))

    (keys,) = annotations_on(output)
    with pymupdf.open(output) as pdf:
        form = int(pdf.xref_get_key(next(pdf[0].annots()).xref, "AP/N")[1].split()[0])
        state = {key: pdf.xref_get_key(form, f"Resources/ExtGState/G/{key}")[1] for key in ("BM", "ca", "CA")}
        box = pdf.xref_get_key(form, "BBox")
    assert state["BM"] == "/Multiply"
    assert float(state["ca"]) == float(state["CA"]) == float(keys["CA"][1])
    assert box == keys["Rect"]


def test_mark_over_two_pages_has_a_part_on_each(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    annotation = marked(source, "word0. Chapter 2 tells", note="Mind the page turn")

    report = export(source, output, annotation)

    assert report.placed == 1
    first, second = annotations_on(output, 0)[-1], annotations_on(output, 1)[-1]
    assert first["NM"][1] == annotation.id
    assert second["NM"][1] == f"{annotation.id}/2"
    assert first["RA_Id"] == second["RA_Id"] == ("string", annotation.id)
    assert (first["RA_Part"][1], second["RA_Part"][1]) == ("[1 2]", "[2 2]")
    assert first["Contents"][1] == "Mind the page turn"
    assert second["Contents"][1] == ""


def test_what_is_not_in_the_text_is_reported_and_not_drawn(tmp_path: Path) -> None:
    source, output = write_page(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    placed = marked(source, "quick brown")
    (target,) = placed.targets
    gone = replace(placed, id="gone", targets=(replace(target, exact="slow green"),))
    beyond = replace(placed, id="beyond", targets=(replace(target, section=7),))
    unsure = replace(placed, id="unsure", status=Status.REVIEW)

    report = export(source, output, placed, gone, beyond, unsure)

    assert report.path == output
    assert report.placed == 1
    assert set(report.unplaced) == {"gone", "beyond", "unsure"}
    assert [keys["NM"][1] for keys in annotations_on(output)] == [placed.id]


def test_label_that_is_gone_does_not_take_its_marks_along(tmp_path: Path) -> None:
    source, output = write_page(tmp_path / "source.pdf"), tmp_path / "output.pdf"

    export(source, output, marked(source, "quick", label_id="gone"), labels=[])

    (keys,) = annotations_on(output)
    assert keys["Subj"] == keys["RA_Label"] == ("string", "gone")


def test_progress_counts_every_annotation_and_the_saving(tmp_path: Path) -> None:
    source, output = write_page(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    steps: list[tuple[int, int]] = []

    export(
        source, output, marked(source, "quick"), marked(source, "cats"), progress=lambda *s: steps.append(s)
    )

    assert steps == [(0, 3), (1, 3), (3, 3)]


def test_outline_links_metadata_and_other_annotations_stay(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"

    export(source, output, marked(source, "Chapter 1 tells"), marked(source, "Chapter 3 tells"))

    with pymupdf.open(source) as before, pymupdf.open(output) as after:
        assert after.get_toc()[:3] == before.get_toc()
        assert after.metadata == before.metadata
        for old, new in zip(before, after, strict=True):
            assert [link["from"] for link in new.get_links()] == [link["from"] for link in old.get_links()]
            assert new.get_text() == old.get_text()
            xrefs = [xref for xref, _, _ in old.annot_xrefs()]
            assert [xref for xref, _, _ in new.annot_xrefs()][: len(xrefs)] == xrefs
            assert [after.xref_object(xref) for xref in xrefs] == [before.xref_object(x) for x in xrefs]


def test_page_that_shares_its_list_of_annotations_does_not_get_the_marks_of_others(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"

    export(source, output, marked(source, "Chapter 1 tells"))

    assert len(annotations_on(output, 0)) == 2
    assert [keys["NM"][1] for keys in annotations_on(output, 2)] == ["older"]


def test_original_stays_byte_for_byte_at_the_start_of_the_copy(tmp_path: Path) -> None:
    """A signature covers bytes of the file; it fits as long as they are the same."""
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"
    original = source.read_bytes()

    export(source, output, marked(source, "Chapter 1 tells"))

    assert output.read_bytes().startswith(original)
    assert source.read_bytes() == original


@pytest.mark.parametrize("method", [pymupdf.PDF_ENCRYPT_RC4_128, pymupdf.PDF_ENCRYPT_AES_256])
def test_encryption_stays_with_its_passwords_and_permissions(tmp_path: Path, method: int) -> None:
    permissions = pymupdf.PDF_PERM_ANNOTATE | pymupdf.PDF_PERM_PRINT
    source = write_book(
        tmp_path / "source.pdf", encryption=method, user_pw="open", owner_pw="own", permissions=permissions
    )
    output = tmp_path / "output.pdf"

    export(source, output, marked(source, "Chapter 2", password="open", note="Größe"), password="open")

    with pymupdf.open(source) as before, pymupdf.open(output) as after:
        assert after.needs_pass
        assert not after.authenticate("wrong")
        assert before.authenticate("open")
        assert after.authenticate("open")
        assert after.permissions == before.permissions
        assert after.metadata["encryption"] == before.metadata["encryption"]
    (keys,) = annotations_on(output, 1, "open")
    assert keys["Contents"] == ("string", "Größe")
    # The whole word, in the two ways in which a PDF writes one: two letters may stand in any cipher.
    added = output.read_bytes()[source.stat().st_size :]
    assert "Größe".encode("latin-1") not in added
    assert "Größe".encode("utf-16-be") not in added


def test_forbidden_annotations_are_not_written(tmp_path: Path) -> None:
    source = write_book(
        tmp_path / "source.pdf",
        encryption=pymupdf.PDF_ENCRYPT_AES_256,
        owner_pw="own",
        permissions=pymupdf.PDF_PERM_PRINT,
    )
    output = tmp_path / "output.pdf"

    with pytest.raises(ExportError, match="does not allow annotations"):
        export(source, output, marked(source, "Chapter 2"))

    assert list(tmp_path.iterdir()) == [source]


def test_owner_may_annotate_what_others_may_not(tmp_path: Path) -> None:
    source = write_book(
        tmp_path / "source.pdf",
        encryption=pymupdf.PDF_ENCRYPT_AES_256,
        user_pw="open",
        owner_pw="own",
        permissions=pymupdf.PDF_PERM_PRINT,
    )
    output = tmp_path / "output.pdf"

    assert export(source, output, marked(source, "Chapter 2", password="own"), password="own").placed == 1


def test_wrong_password_is_reported(tmp_path: Path) -> None:
    source = write_book(
        tmp_path / "source.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="open", owner_pw="own"
    )

    with pytest.raises(PasswordRequiredError):
        export(source, tmp_path / "output.pdf", password="wrong")

    assert list(tmp_path.iterdir()) == [source]


def test_damaged_file_is_repaired_in_the_copy_only(tmp_path: Path) -> None:
    sound = write_book(tmp_path / "sound.pdf")
    annotation: Annotation = marked(sound, "Chapter 2 tells")
    source, output = tmp_path / "source.pdf", tmp_path / "output.pdf"
    source.write_bytes(sound.read_bytes().replace(b"startxref", b"startxxxx"))
    damaged = source.read_bytes()

    report = export(source, output, annotation)

    assert report.placed == 1
    assert source.read_bytes() == damaged
    with pymupdf.open(output) as pdf:
        assert not pdf.is_repaired
        assert pdf.page_count == 3


def test_title_of_the_article_does_not_change_the_metadata_of_a_pdf(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "source.pdf"), tmp_path / "output.pdf"

    export(source, output, article=article(source, title="Another title"))

    with pymupdf.open(output) as pdf:
        assert pdf.metadata["title"] == "A small book"
