import csv
import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest

from cli.programs import ANNOTATION_KEYS, ARTICLE_KEYS, NEWS, Program

NAME = "A bridge is closed"


def marks(file: Path) -> list[tuple[str, str]]:
    """Return kind and note of each annotation in a PDF that stands for a mark."""
    with pymupdf.open(file) as pdf:
        return [
            (annotation.type[1], annotation.info["content"]) for page in pdf for annotation in page.annots()
        ]


def write_locked(path: Path) -> Path:
    """Write a PDF that asks for a password."""
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((40, 60), "Nobody reads this")
        pdf.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="a", user_pw="b")
    return path


@pytest.fixture(scope="module")
def marked_once(news: Program, tmp_path_factory: pytest.TempPathFactory) -> Program:
    reader = news.copy(tmp_path_factory.mktemp("marked"))
    reader.json("annotate", NAME, "--quote", "until spring", "--note", "Which spring?")
    reader.json("annotate", NAME, "--quote", "ferry", "--label", "Evidence", "--kind", "underline")
    return reader


@pytest.fixture
def marked(marked_once: Program, tmp_path: Path) -> Program:
    return marked_once.copy(tmp_path)


def test_pdf_has_the_text_and_the_annotations(marked: Program, tmp_path: Path) -> None:
    file = tmp_path / "out.pdf"

    [report] = marked.json("export", NAME, "--output", file)

    assert list(report) == ["article_id", "format", "file", "placed", "unplaced", "error"]
    assert report["error"] is None
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


def test_place_that_nobody_can_look_at_is_an_error(marked: Program, tmp_path: Path) -> None:
    assert "the name is too long" in marked.error("export", NAME, "--output", tmp_path / ("x" * 300))


def test_write_protected_file_is_left_as_it_is(marked: Program, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("kept")
    file.chmod(0o444)

    assert "write-protected" in marked.error("export", NAME, "--output", file, "--format", "csv")
    assert file.read_text() == "kept"


def test_error_is_told_in_the_json_too(marked: Program, tmp_path: Path) -> None:
    file = tmp_path / "missing" / "out.pdf"

    result = marked.run("export", NAME, "--output", file, "--json")

    [report] = json.loads(result.stdout)
    assert (result.returncode, report["file"], report["placed"]) == (1, None, 0)
    assert result.stderr == f"Error: {report['error']}\n"


def test_output_that_cannot_be_meant_is_a_wrong_usage(marked: Program, tmp_path: Path) -> None:
    other = marked.add(tmp_path / "other.txt", "Another article\n\nAgain.\n")["id"]
    file = tmp_path / "out.pdf"

    nameless = marked.run("export", NAME, "--output", "")
    unbound = marked.run("export", NAME, other, "--output", file)

    assert (nameless.returncode, unbound.returncode) == (2, 2)
    assert "no name" in nameless.stderr
    assert "--bind" in unbound.stderr
    assert not file.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="names of other systems are Unicode")
def test_name_that_is_no_unicode_is_refused(marked: Program, tmp_path: Path) -> None:
    assert "no Unicode" in marked.error("export", NAME, "--output", tmp_path / "\udcff.pdf")
    assert "no Unicode" in marked.error("export", NAME, "--output", f"{tmp_path / 'folder'}\udcff/")


@pytest.mark.parametrize(
    ("name", "ending", "words"),
    [
        ("markdown", ".md", "> until spring"),
        ("json", ".json", '"quote": "until spring"'),
        ("csv", ".csv", ",until spring,"),
        ("web-annotation", ".jsonld", '"exact": "until spring"'),
        ("bibtex", ".bib", "{{A bridge is closed}}"),
        ("csl-json", ".csl.json", '"title": "A bridge is closed"'),
    ],
)
def test_every_text_is_written_to_its_file_or_to_standard_output(
    marked: Program, tmp_path: Path, name: str, ending: str, words: str
) -> None:
    [report] = marked.json("export", NAME, "--output", f"{tmp_path}/", "--format", name)
    piped = marked.lines("export", NAME, "--output", "-", "--format", name)

    written = (tmp_path / f"A bridge is closed{ending}").read_bytes().decode()
    assert report["file"] == str(tmp_path / f"A bridge is closed{ending}")
    assert words in written
    assert piped == written


def test_json_has_the_fields_of_the_contract_first(marked: Program) -> None:
    value = json.loads(marked.lines("export", NAME, "--output", "-", "--format", "json"))

    assert list(value["article"])[: len(ARTICLE_KEYS)] == ARTICLE_KEYS
    listed = marked.json("annotations", NAME)
    assert [{key: each[key] for key in ANNOTATION_KEYS} for each in value["annotations"]] == listed


def test_filter_and_order_hold_for_every_format(marked: Program) -> None:
    def quotes(*options: str) -> list[str]:
        text = marked.lines("export", NAME, "--output", "-", "--format", "csv", *options)
        return [row["quote"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))]

    marked.json("annotate", NAME, "--quote", "The bridge over", "--label", "question")

    assert quotes("--label", "Evidence") == ["ferry"]
    assert quotes("--query", "which") == ["until spring"]
    assert quotes() == ["The bridge over", "until spring", "ferry"]
    assert quotes("--order", "time") == ["until spring", "ferry", "The bridge over"]
    assert quotes("--order", "label") == ["until spring", "ferry", "The bridge over"]


def test_markdown_shows_what_is_asked_for_in_a_template_of_ones_own(
    marked: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.md").write_text("{% for each in annotations %}{{ each.label }}: {{ each.quote }}\n{% endfor %}")
    call = ("export", NAME, "--output", "-", "--format", "markdown")

    assert marked.lines(*call, "--template", "own.md") == "Key point: until spring\nEvidence: ferry\n"
    assert "> until spring" not in marked.lines(*call, "--no-quotes")
    Path("own.md").write_text("{{ oops }}")
    assert marked.error(*call, "--template", "own.md") == (
        "The template has a mistake in line 1: 'oops' is undefined."
    )


def test_several_articles_are_bound_in_one_file(marked: Program, tmp_path: Path) -> None:
    marked.add(tmp_path / "again.txt", "Another title\n\nAgain.\n")
    ids = [article["id"] for article in marked.json("list")]
    file = tmp_path / "all.json"

    reports = marked.json("export", *ids, "--output", file, "--format", "json", "--bind")

    assert [report["file"] for report in reports] == [str(file)] * 2
    assert [report["placed"] for report in reports] == [0, 2]
    assert [each["article"]["id"] for each in json.loads(file.read_text())] == ids
    assert len(json.loads(marked.lines("export", *ids, "--output", "-", "--format", "csl-json"))) == 2
    for refused in (["--format", "markdown", "--bind"], ["--format", "json", "--bind"]):
        assert marked.run("export", *ids, "--output", tmp_path, *refused).returncode == 2
    assert marked.run("export", *ids, "--output", "-", "--format", "markdown").returncode == 2


def test_article_that_fails_gets_its_sentence_and_the_others_are_written(
    marked: Program, tmp_path: Path
) -> None:
    pdf = write_locked(tmp_path / "locked.pdf")
    [added] = marked.json("add", pdf)
    locked, out = added["article"]["id"], tmp_path / "out"

    run = marked.run("export", locked, NAME, "--output", f"{out}/", "--format", "json", "--json")

    assert run.returncode == 1
    [line] = run.stderr.splitlines()
    assert line.startswith("Error: locked: ")
    assert "password" in line
    failed, written = json.loads(run.stdout)
    assert (failed["article_id"], failed["file"]) == (locked, None)
    assert f"Error: locked: {failed['error']}" == line
    assert [str(file) for file in out.iterdir()] == [written["file"]]
    assert "password" in marked.error("export", locked, "--output", tmp_path / "x.json", "--format", "json")
    assert "password" in marked.error("export", locked, "--output", tmp_path / "x.pdf")


def test_web_annotations_come_back(marked: Program, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonld"
    marked.json("annotate", NAME, "--quote", "🚢", "--note", "=*so*", "--tag", "x y", "--kind", "strikeout")
    marked.lines("export", NAME, "--output", file, "--format", "web-annotation")
    listed = marked.json("annotations", NAME)
    other = Program(tmp_path / "other")
    copy = other.add(tmp_path / "news.txt", NEWS)
    twin = marked.add(tmp_path / "twin.txt", NEWS.replace("By Jane Roe", "By John Roe"))

    known = marked.json("import", listed[0]["article_id"], file)
    elsewhere = other.json("import", copy["id"], file)
    beside = marked.json("import", twin["id"], file)
    again = marked.json("import", twin["id"], file)

    assert (known["added"], known["known"]) == (0, 3)
    assert elsewhere["annotations"] == [each | {"article_id": copy["id"]} for each in listed]
    assert [each["quote"] for each in beside["annotations"]] == [each["quote"] for each in listed]
    assert not {each["id"] for each in beside["annotations"]} & {each["id"] for each in listed}
    assert (again["added"], again["known"]) == (0, 3)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_standard_output_that_is_full_is_an_error(marked: Program) -> None:
    script = f"'{sys.executable}' -m reader_app export '{NAME}' --output - --format csv > /dev/full"

    run = subprocess.run(["sh", "-c", script], env=marked.environment(), capture_output=True, check=False)

    assert run.returncode == 1
    assert run.stderr.decode() == f"Error: Cannot write the answer: {os.strerror(errno.ENOSPC)}.\n"
