import sys
from pathlib import Path

import pymupdf
import pytest

from cli.programs import Program

NAME = "A bridge is closed"


def marks(file: Path) -> list[tuple[str, str]]:
    """Return kind and note of each annotation in a PDF that stands for a mark."""
    with pymupdf.open(file) as pdf:
        return [
            (annotation.type[1], annotation.info["content"]) for page in pdf for annotation in page.annots()
        ]


@pytest.fixture
def marked(reader: Program) -> Program:
    reader.json("annotate", NAME, "--quote", "until spring", "--note", "Which spring?")
    reader.json("annotate", NAME, "--quote", "ferry", "--label", "Evidence", "--kind", "underline")
    return reader


def test_pdf_has_the_text_and_the_annotations(marked: Program, tmp_path: Path) -> None:
    file = tmp_path / "out.pdf"

    [report] = marked.json("export", NAME, "--output", file)

    assert list(report) == ["article_id", "format", "file", "placed", "unplaced"]
    assert (report["file"], report["format"]) == (str(file), "pdf")
    assert (report["placed"], report["unplaced"]) == (2, [])
    assert sorted(kind for kind, _ in marks(file)) == ["Highlight", "Underline"]
    assert any("Which spring?" in note for _, note in marks(file))
    with pymupdf.open(file) as pdf:
        assert "closed until spring" in " ".join(pdf[0].get_text().split())


def test_filter_leaves_annotations_out(marked: Program, tmp_path: Path) -> None:
    file = tmp_path / "out.pdf"

    marked.lines("export", NAME, "--output", file, "--label", "Evidence", "--paper", "a5")

    assert [kind for kind, _ in marks(file)] == ["Underline"]
    with pymupdf.open(file) as pdf:
        assert round(pdf[0].rect.width) == 420


def test_several_articles_go_to_a_folder_under_names_that_differ(marked: Program, tmp_path: Path) -> None:
    marked.add(tmp_path / "again.txt", "A bridge is closed\n\nAgain.\n")
    odd = marked.add(tmp_path / "odd.md", "# Is 1/2 a number?\n\nYes.\n")
    ids = [article["id"] for article in marked.json("list")]
    folder = tmp_path / "new" / "folder"

    reports = marked.json("export", *ids, "--output", folder)

    assert [Path(report["file"]).name for report in reports] == [
        "Is 1 2 a number.pdf",
        "A bridge is closed.pdf",
        "A bridge is closed 2.pdf",
    ]
    assert reports[0]["article_id"] == odd["id"]
    assert len(list(folder.iterdir())) == 3
    assert len(marks(Path(reports[2]["file"]))) == 2


@pytest.mark.parametrize("ending", ["", "/"])
def test_one_article_goes_into_a_folder_that_is_named(marked: Program, tmp_path: Path, ending: str) -> None:
    folder = tmp_path / "folder"
    if not ending:
        folder.mkdir()

    marked.lines("export", NAME, "--output", f"{folder}{ending}")

    assert [file.name for file in folder.iterdir()] == ["A bridge is closed.pdf"]


def test_place_that_cannot_be_written_is_an_error(marked: Program, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    assert "Cannot write" in marked.error("export", NAME, "--output", tmp_path / "missing" / "out.pdf")
    assert "Cannot make" in marked.error("export", NAME, "--output", f"{tmp_path / 'file'}/")
    assert (tmp_path / "file").read_text() == "in the way"


@pytest.mark.skipif(sys.platform != "linux", reason="names of other systems are Unicode")
def test_name_that_is_no_unicode_is_refused(marked: Program, tmp_path: Path) -> None:
    assert "no Unicode" in marked.error("export", NAME, "--output", tmp_path / "\udcff.pdf")
    assert "no Unicode" in marked.error("export", NAME, "--output", f"{tmp_path / 'folder'}\udcff/")
