from pathlib import Path

import pytest

from cli.programs import ANNOTATION_KEYS, ARTICLE_KEYS, NEWS, Program

NAME = "A bridge is closed"


@pytest.fixture(scope="module")
def marked_once(news: Program, tmp_path_factory: pytest.TempPathFactory) -> Program:
    reader = news.copy(tmp_path_factory.mktemp("marked"))
    reader.json("annotate", NAME, "--quote", "until spring", "--note", "Which spring?")
    return reader


@pytest.fixture
def marked(marked_once: Program, tmp_path: Path) -> Program:
    return marked_once.copy(tmp_path)


def test_deleted_article_comes_back_with_its_id_and_annotations(marked: Program) -> None:
    [article], annotations = marked.json("list"), marked.json("annotations", NAME)

    deleted = marked.json("delete", NAME)
    listed, trashed = marked.json("list"), marked.json("trash")
    restored = marked.json("restore", NAME)

    assert deleted == trashed == restored == {"articles": [article], "annotations": []}
    assert listed == []
    assert marked.json("list") == [article]
    assert marked.json("annotations", NAME) == annotations


def test_deleted_annotation_comes_back_equal(marked: Program) -> None:
    [made] = marked.json("annotations", NAME)

    deleted = marked.json("delete", made["id"])
    left, trashed = marked.json("annotations", NAME), marked.json("trash")
    marked.lines("restore", made["id"])

    assert deleted == trashed == {"articles": [], "annotations": [made]}
    assert left == []
    assert marked.json("annotations", NAME) == [made]
    assert marked.json("trash") == {"articles": [], "annotations": []}


def test_trash_shows_an_annotation_whose_article_went_after_it(marked: Program) -> None:
    [made] = marked.json("annotations", NAME)
    marked.lines("delete", made["id"])
    marked.lines("delete", NAME)

    trash = marked.json("trash")

    assert [list(article) for article in trash["articles"]] == [ARTICLE_KEYS]
    assert [list(annotation) for annotation in trash["annotations"]] == [ANNOTATION_KEYS]
    assert marked.lines("trash").splitlines() == [
        f"article     {trash['articles'][0]['id']}  {NAME}",
        f"annotation  {made['id']}  “until spring”",
    ]


def test_call_that_names_something_unknown_changes_nothing(marked: Program) -> None:
    assert "no article" in marked.error("delete", NAME, "Something else")
    assert "no article" in marked.error("delete", NAME, "\udcff")
    assert len(marked.json("list")) == 1

    marked.lines("delete", NAME)

    assert "trash" in marked.error("restore", NAME, "Something else")
    assert marked.json("list") == []


def test_name_twice_is_one_thing(marked: Program) -> None:
    [article] = marked.json("list")

    assert len(marked.json("delete", NAME, article["id"], NAME)["articles"]) == 1


def test_title_of_several_trashed_articles_is_refused(reader: Program, tmp_path: Path) -> None:
    other = reader.add(tmp_path / "other.txt", "A bridge is closed\n\nIn another town.\n")
    ids = [article["id"] for article in reader.json("list")]
    reader.lines("delete", *ids)

    assert "Several articles" in reader.error("restore", NAME)
    reader.lines("restore", other["id"][:10])

    assert [article["id"] for article in reader.json("list")] == [other["id"]]


def test_restored_annotation_brings_its_article_along(marked: Program) -> None:
    [article], [made] = marked.json("list"), marked.json("annotations", NAME)
    marked.lines("delete", made["id"])
    marked.lines("delete", NAME)

    restored = marked.json("restore", made["id"])

    assert restored == {"articles": [article], "annotations": [made]}
    assert marked.json("annotations", NAME) == [made]
    assert marked.json("trash") == {"articles": [], "annotations": []}


def test_trash_is_emptied_for_good(marked: Program) -> None:
    [made] = marked.json("annotations", NAME)
    marked.lines("delete", made["id"])
    marked.lines("delete", NAME)
    trash = marked.json("trash")

    emptied = marked.json("trash", "--empty")

    assert emptied == trash
    assert marked.json("trash") == {"articles": [], "annotations": []}
    assert "in the trash" in marked.error("restore", NAME)
    assert [path for path in (marked.library / "articles").rglob("*") if path.is_file()] == []


def test_one_thing_of_the_trash_is_deleted_for_good(marked: Program) -> None:
    [made] = marked.json("annotations", NAME)
    marked.lines("delete", made["id"])
    marked.lines("delete", NAME)

    marked.lines("trash", "--empty", made["id"])

    assert marked.json("trash")["annotations"] == []
    marked.lines("restore", NAME)
    assert marked.json("annotations", NAME) == []
    assert "no article or annotation" in marked.error("trash", "--empty", NAME)


def test_names_without_empty_are_wrong_usage(marked: Program) -> None:
    assert marked.run("trash", NAME).returncode == 2
    assert len(marked.json("list")) == 1


def test_article_in_the_trash_that_is_added_again_comes_back_with_its_annotations(
    marked: Program, tmp_path: Path
) -> None:
    [article], annotations = marked.json("list"), marked.json("annotations", NAME)
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    marked.lines("delete", NAME)

    [added] = marked.json("add", tmp_path / "news.txt")

    assert (added["status"], added["article"]) == ("already saved", article)
    assert marked.json("list") == [article]
    assert marked.json("annotations", NAME) == annotations
