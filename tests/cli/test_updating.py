"""``update``: the new version is shown, the old one stays, annotations move or say that they cannot."""

from pathlib import Path

import pymupdf
import pytest

from cli.programs import ANNOTATION_KEYS, ARTICLE_KEYS, NEWS, TARGET_KEYS, Program
from reader_app.library.library import open_library

BRIDGE = "The bridge over the river is closed until spring"
CRACKS = "We saw the cracks in June"
CARS = "The town says that 1,200 cars crossed it daily."
REOPENED = """\
The bridge is open again

An introduction that is new.

The bridge over the broad river was closed until spring, the town says.

“We saw the cracks in June,” the engineer said, and "nobody listened" to her.

By Jane Roe
"""


def mark(reader: Program, *quotes: str) -> list[str]:
    return [reader.json("annotate", "A bridge is closed", "--quote", quote)["id"] for quote in quotes]


def updated(reader: Program, file: Path, content: str) -> dict[str, object]:
    file.write_text(content, encoding="utf-8")
    answer = reader.json("update", "A bridge is closed", file)
    assert isinstance(answer, dict)
    return answer


def test_annotations_move_to_the_new_version_or_say_that_they_could_not(
    reader: Program, tmp_path: Path
) -> None:
    bridge, cracks, cars = mark(reader, BRIDGE, CRACKS, CARS)

    answer = updated(reader, tmp_path / "later.txt", REOPENED)

    assert list(answer) == ["article", "placed", "review", "unplaced", "annotations"]
    assert (answer["placed"], answer["review"], answer["unplaced"]) == (2, 0, 1)
    assert list(answer["article"]) == ARTICLE_KEYS  # type: ignore[call-overload]
    found = {each["id"]: each for each in answer["annotations"]}  # type: ignore[attr-defined]
    assert [list(each) for each in found.values()] == [ANNOTATION_KEYS] * 3
    [moved] = found[bridge]["targets"]
    assert list(moved) == TARGET_KEYS
    assert moved["exact"] == "The bridge over the broad river was closed until spring"
    assert found[bridge]["status"] == found[cracks]["status"] == "placed"
    assert (found[cars]["status"], found[cars]["quote"]) == ("unplaced", CARS)
    assert "broad river" in reader.lines("text", "A bridge is closed")


def test_the_title_and_the_old_version_stay(reader: Program, tmp_path: Path) -> None:
    before = reader.json("show", "A bridge is closed")

    article = updated(reader, tmp_path / "later.txt", REOPENED)["article"]

    assert isinstance(article, dict)
    for known in ("id", "title", "authors", "saved_at", "state", "tags"):
        assert article[known] == before[known]
    assert len(reader.json("list")) == 1
    with open_library(reader.library) as library:
        assert library.check() == []
        shown = library.articles.get(before["id"]).version_id
        assert library.articles.texts(shown) != library.articles.texts(shown - 1)


def test_the_same_file_again_says_so_and_changes_nothing(reader: Program, tmp_path: Path) -> None:
    mark(reader, BRIDGE)
    file = tmp_path / "news.txt"
    file.write_text(NEWS, encoding="utf-8")
    before = reader.json("annotations", "A bridge is closed")

    result = reader.run("update", "A bridge is closed", file)

    assert (result.returncode, result.stderr) == (
        0,
        "The article has this file already; nothing was changed.\n",
    )
    assert reader.json("annotations", "A bridge is closed") == before


def test_going_back_to_an_older_file_puts_every_annotation_back(reader: Program, tmp_path: Path) -> None:
    mark(reader, BRIDGE, CRACKS, CARS)
    before = reader.json("annotations", "A bridge is closed")
    updated(reader, tmp_path / "later.txt", REOPENED)

    answer = updated(reader, tmp_path / "news.txt", NEWS)

    assert answer["annotations"] == before


def test_an_unplaced_annotation_is_found_again_on_the_version_after_next(
    reader: Program, tmp_path: Path
) -> None:
    mark(reader, CARS)
    assert updated(reader, tmp_path / "later.txt", REOPENED)["unplaced"] == 1

    answer = updated(reader, tmp_path / "last.txt", REOPENED + "\n" + NEWS)

    assert answer["placed"] == 1


def test_another_article_given_by_mistake_gets_no_mark(reader: Program, tmp_path: Path) -> None:
    mark(reader, BRIDGE, CRACKS, CARS)
    other = (
        "How to bake bread\n\n" + "Take the flour and the water and knead them until the dough is soft.\n" * 9
    )

    answer = updated(reader, tmp_path / "other.txt", other)

    assert answer["placed"] == 0


def test_the_new_version_may_be_of_another_format(reader: Program, tmp_path: Path) -> None:
    mark(reader, CRACKS)
    with pymupdf.open() as pdf:
        pdf.new_page().insert_htmlbox(pymupdf.Rect(72, 72, 300, 700), f"<p>{NEWS}</p>")
        pdf.save(tmp_path / "news.pdf")

    answer = reader.json("update", "A bridge is closed", tmp_path / "news.pdf")

    assert (answer["placed"], answer["article"]["media_type"]) == (1, "application/pdf")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.txt", b"", "empty"),
        ("broken.pdf", b"%PDF-1.7\n%%EOF", ""),
        ("missing.txt", None, "no such file"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_all_as_it_was(
    reader: Program, tmp_path: Path, name: str, content: bytes | None, sentence: str
) -> None:
    mark(reader, BRIDGE)
    before = reader.json("show", "A bridge is closed"), reader.json("annotations", "A bridge is closed")
    if content is not None:
        (tmp_path / name).write_bytes(content)

    error = reader.error("update", "A bridge is closed", tmp_path / name)

    assert sentence in error
    after = reader.json("show", "A bridge is closed"), reader.json("annotations", "A bridge is closed")
    assert after == before


def test_an_encrypted_pdf_is_refused_with_one_sentence(reader: Program, tmp_path: Path) -> None:
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "Secret words")
        pdf.save(
            tmp_path / "locked.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="open", owner_pw="own"
        )

    assert "password" in reader.error("update", "A bridge is closed", tmp_path / "locked.pdf")
    assert reader.json("show", "A bridge is closed")["media_type"] == "text/html"
