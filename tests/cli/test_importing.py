import json
from pathlib import Path

from cli.programs import ANNOTATION_KEYS, Program
from document.marked_pdfs import highlight, write_marked
from export.sample_pdfs import write_page

NAME = "A bridge is closed"


def web(number: int, exact: str) -> dict[str, object]:
    selector = {"type": "TextQuoteSelector", "exact": exact}
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:x:{number}",
        "type": "Annotation",
        "bodyValue": f"note {number}",
        "target": {"source": "http://example.net/", "selector": selector},
    }


def write(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def test_good_entries_are_kept_and_each_bad_one_gets_its_sentence(reader: Program, tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", [web(1, "closed until spring"), 5, {"a": 1}])

    run = reader.run("import", NAME, file, "--json")

    answer = json.loads(run.stdout)
    assert run.returncode == 1
    assert list(answer) == ["article", "added", "known", "problems", "annotations"]
    assert (answer["added"], answer["known"], len(answer["problems"])) == (1, 0, 2)
    assert [list(each) for each in answer["annotations"]] == [ANNOTATION_KEYS]
    assert answer["annotations"][0]["quote"] == "closed until spring"
    errors = run.stderr.splitlines()
    assert len(errors) == 2
    assert all(line.startswith("Error: Entry ") for line in errors)
    assert reader.json("annotations", NAME) == answer["annotations"]


def test_importing_again_says_what_was_there_before(reader: Program, tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", web(1, "closed until spring"))

    first, second = reader.run("import", NAME, file), reader.run("import", NAME, file)

    assert (first.returncode, second.returncode) == (0, 0)
    assert "1 annotation added" in first.stdout
    assert second.stdout.strip() == "0 annotations added, 1 was there before"


def test_pdf_with_annotations_is_imported_on_its_own_article(program: Program, tmp_path: Path) -> None:
    pdf = write_marked(tmp_path / "marked.pdf", highlight(more="/Contents(Look)/C[0 0 1]"))
    [added] = program.json("add", pdf)

    answer = program.json("import", added["article"]["id"], pdf)

    [annotation] = answer["annotations"]
    assert (annotation["quote"], annotation["note"]) == ("Before it comes a line.", "Look")
    assert (annotation["color"], annotation["label"], annotation["status"]) == (
        "#0000ff",
        "Question",
        "placed",
    )


def test_file_without_annotations_says_so(reader: Program, tmp_path: Path) -> None:
    run = reader.run("import", NAME, write_page(tmp_path / "plain.pdf"))

    assert (run.returncode, run.stdout.strip()) == (0, "There are no annotations in the file.")


def test_what_cannot_be_read_is_one_sentence(reader: Program, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes(b"this is not json")
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj")
    (tmp_path / "empty").write_bytes(b"")

    for name in ("bad.json", "cut.pdf", "empty", "missing.json", "."):
        run = reader.run("import", NAME, tmp_path / name)

        assert run.returncode == 1, name
        assert run.stdout == "", name
        [line] = run.stderr.splitlines()
        assert line.startswith("Error: "), name
    assert reader.run("import", NAME).returncode == 2
