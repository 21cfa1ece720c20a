from dataclasses import replace
from datetime import timedelta

import pytest

from library.builders import add_article, annotation_on, new_article, run_program, section
from reader_app.core.annotation import utc_now
from reader_app.core.article import Metadata, State
from reader_app.errors import NotFoundError
from reader_app.library.library import Library
from reader_app.library.positions import Position


def titles(library: Library, query: str = "", **filters: object) -> list[str]:
    return [article.title for article in library.articles.list(query, **filters)]  # type: ignore[arg-type]


def test_an_added_article_has_all_that_was_given(library: Library) -> None:
    metadata = Metadata(
        title="Títle",
        authors=("Ann Müller", "李四"),
        site="The Site",
        url="https://example.org/a",
        published="2024-05",
        language="de",
    )
    new = replace(new_article(library, text="One two\nthree"), metadata=metadata, tags=("b", "a"))

    article, is_new = library.articles.add(replace(new, word_count=3))

    assert is_new
    assert library.articles.get(article.id) == article
    assert article.metadata == metadata
    assert (article.state, article.progress, article.opened_at) == (State.INBOX, 0.0, None)
    assert (article.word_count, article.section_count, article.tags) == (3, 1, ("a", "b"))
    assert abs(utc_now() - article.saved_at) < timedelta(minutes=1)
    assert len(article.id) == 32


def test_an_article_without_its_file_is_refused(library: Library) -> None:
    with pytest.raises(NotFoundError, match="missing"):
        library.articles.add(replace(new_article(library), reading_file="0" * 64))

    assert library.articles.list() == []


def test_a_file_that_an_article_has_already_gives_that_article(library: Library) -> None:
    article = add_article(library, "First", content=b"same")

    again, is_new = library.articles.add(new_article(library, "Second", content=b"same"))

    assert (again, is_new) == (article, False)
    assert titles(library) == ["First"]


ADD_AT_ONCE = """
import sys
from pathlib import Path
from reader_app.core.article import Metadata
from reader_app.library.articles import NewArticle
from reader_app.library.library import open_library

with open_library(Path(sys.argv[1])) as library:
    sha256 = library.files.store(b"the same page", ".html")
    new = NewArticle(
        metadata=Metadata(title=sys.argv[2]),
        media_type="text/html",
        reading_file=sha256,
        original_file=sha256,
    )
    print("ready", flush=True)
    sys.stdin.readline()
    article, is_new = library.articles.add(new)
    print(article.id, is_new)
"""


def test_programs_that_add_the_same_file_at_once_make_one_article(library: Library) -> None:
    programs = [run_program(ADD_AT_ONCE, library.folder, f"From {number}") for number in range(4)]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"

    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    answers = [program.communicate()[0].split() for program in programs]

    [article] = library.articles.list()
    assert {article_id for article_id, _ in answers} == {article.id}
    assert sorted(is_new for _, is_new in answers) == ["False", "False", "False", "True"]
    assert [program.returncode for program in programs] == [0] * 4


def test_an_article_is_found_by_any_file_of_any_version(library: Library) -> None:
    reading, original = (library.files.store(each, ".html") for each in (b"clean", b"raw"))
    new = replace(new_article(library), reading_file=reading, original_file=original)
    article, _ = library.articles.add(new)
    second = new_article(library, "Second", content=b"second")
    library.articles.add_version(article.id, second)

    found = [library.articles.find_by_file(each) for each in (reading, original, second.reading_file)]

    assert [each and each.id for each in found] == [article.id] * 3
    assert library.articles.find_by_file("0" * 64) is None


def test_an_article_is_found_by_its_address(library: Library) -> None:
    article = add_article(library, url="https://example.org/a")
    add_article(library, "Without address")

    assert library.articles.find_by_url("https://example.org/a") == article
    assert library.articles.find_by_url("https://example.org/b") is None
    assert library.articles.find_by_url("") is None


def test_an_article_is_named_by_id_beginning_of_id_or_title(library: Library) -> None:
    article = add_article(library, "Some title")
    add_article(library, "Other title")

    assert library.articles.find(article.id) == article
    assert library.articles.find("Some title") == article
    assert library.articles.find(article.id[:16]) == article


@pytest.mark.parametrize("name", ["", "%", "Some", "some title", "g", "\ud800", "\0"])
def test_a_name_that_fits_nothing_is_told(library: Library, name: str) -> None:
    add_article(library, "Some title")

    with pytest.raises(NotFoundError, match="There is no article"):
        library.articles.find(name)


def test_a_name_that_fits_several_is_told_with_their_ids(library: Library) -> None:
    one, other = add_article(library, "Twin", content=b"1"), add_article(library, "Twin", content=b"2")

    with pytest.raises(NotFoundError, match="Several articles") as error:
        library.articles.find("Twin")

    assert one.id[:8] in str(error.value)
    assert other.id[:8] in str(error.value)


def test_articles_come_last_saved_first_and_in_portions(library: Library) -> None:
    for number in range(5):
        add_article(library, f"Article {number}")

    assert titles(library) == [f"Article {number}" for number in (4, 3, 2, 1, 0)]
    assert titles(library, limit=2, offset=1) == ["Article 3", "Article 2"]


def test_the_list_is_narrowed_by_state_tag_and_words_at_once(library: Library) -> None:
    add_article(library, "Inbox only", tags=("Peace",))
    wanted = add_article(
        library, "Reading both", tags=("Peace",), authors=("Jane Smith",), text="About climate"
    )
    add_article(library, "No tag")
    library.articles.update(replace(wanted, state=State.READING))

    assert titles(library, tag="peace") == ["Reading both", "Inbox only"]
    assert titles(library, state=State.READING) == ["Reading both"]
    assert titles(library, state=State.INBOX, tag="Peace") == ["Inbox only"]
    assert titles(library, "smith climate", tag="Peace", state=State.READING) == ["Reading both"]
    assert titles(library, "smith weather") == []


def test_what_a_reader_changes_is_kept(library: Library) -> None:
    article = add_article(library, "Old title", tags=("old",))
    changed = replace(
        article,
        metadata=replace(article.metadata, title="New title"),
        state=State.FINISHED,
        progress=0.5,
        opened_at=utc_now(),
        tags=("new", "newer"),
    )

    library.articles.update(changed)

    assert library.articles.get(article.id) == changed
    assert titles(library, "old") == []
    assert titles(library, "newer") == ["New title"]


def test_changing_an_article_that_is_gone_is_told(library: Library) -> None:
    article = add_article(library)
    library.articles.trash(article.id)

    with pytest.raises(NotFoundError):
        library.articles.update(article)


def test_texts_can_be_set_later_and_are_found_then(library: Library) -> None:
    article = add_article(library)
    assert library.articles.texts(article.version_id) is None
    assert not library.articles.version(article.version_id).has_text

    texts = [section("First words"), section("Second part")]
    library.articles.set_texts(article.version_id, texts, 4)

    assert library.articles.texts(article.version_id) == texts
    assert library.articles.version(article.version_id).has_text
    after = library.articles.get(article.id)
    assert (after.word_count, after.section_count) == (4, 2)
    assert titles(library, "second") == ["A title"]


def test_an_unknown_version_is_told(library: Library) -> None:
    for call in (library.articles.version, library.articles.texts):
        with pytest.raises(NotFoundError, match="version"):
            call(99)
    with pytest.raises(NotFoundError, match="version"):
        library.articles.set_texts(99, [], 0)


def test_a_new_version_is_shown_and_found_and_the_old_one_is_kept(library: Library) -> None:
    article = add_article(library, "First", text="ancient words", tags=("kept",))
    library.articles.update(replace(article, state=State.READING))

    changed = library.articles.add_version(article.id, new_article(library, "Second", text="modern words"))

    assert changed.id == article.id
    assert (changed.title, changed.state, changed.tags) == ("Second", State.READING, ("kept",))
    versions = [library.articles.version(each.version_id) for each in (article, changed)]
    assert [version.number for version in versions] == [1, 2]
    assert library.articles.texts(article.version_id) is not None
    assert titles(library, "ancient") == []
    assert titles(library, "modern") == ["Second"]


def test_the_text_of_an_old_version_is_not_found(library: Library) -> None:
    article = add_article(library)
    library.articles.add_version(article.id, new_article(library, "Second", text="modern"))

    library.articles.set_texts(article.version_id, [section("ancient")], 1)

    assert titles(library, "ancient") == []
    assert titles(library, "modern") == ["Second"]


def test_the_trash_hides_an_article_and_gives_it_back_whole(library: Library) -> None:
    article = add_article(library, "Gone", url="https://example.org/", tags=("t",), text="unusual")
    annotation = annotation_on(article, "unusual")
    library.annotations.put(annotation)
    sha256 = library.articles.version(article.version_id).reading_file

    library.articles.trash(article.id)

    assert library.articles.list() == library.articles.list("unusual") == []
    assert library.search("unusual") == []
    assert (
        library.articles.find_by_file(sha256) is library.articles.find_by_url("https://example.org/") is None
    )
    assert library.articles.trashed() == [article]
    for call in (library.articles.get, library.articles.find, library.articles.trash):
        with pytest.raises(NotFoundError):
            call(article.id)

    library.articles.restore(article.id)

    assert library.articles.get(article.id) == article
    assert library.annotations.of_article(article.id) == [annotation]
    assert len(library.search("unusual")) == 2
    with pytest.raises(NotFoundError, match="trash"):
        library.articles.restore(article.id)


def test_what_expires_in_the_trash_leaves_nothing_behind(library: Library) -> None:
    shared = library.files.store(b"shared", ".html")
    kept, _ = library.articles.add(replace(new_article(library, "Kept"), reading_file=shared))
    new = new_article(library, "Gone", text="unusual", tags=("t",))
    gone, _ = library.articles.add(replace(new, reading_file=shared))
    library.articles.add_version(gone.id, new_article(library, "Gone", content=b"its own"))
    library.annotations.put(annotation_on(gone))
    library.positions.put(gone.id, Position(0, 1))
    library.articles.trash(gone.id)
    version = library.articles.version(library.articles.trashed()[0].version_id)

    assert library.articles.purge_expired(utc_now() + timedelta(days=29)) == 0
    assert library.articles.purge_expired(utc_now() + timedelta(days=31)) == 1

    assert library.articles.trashed() == []
    assert library.annotations.of_article(gone.id) == []
    assert library.search("unusual") == []
    assert library.check() == []
    assert library.files.path(library.articles.version(kept.version_id).reading_file).exists()
    with pytest.raises(NotFoundError):
        library.files.path(version.reading_file)


def test_the_latest_article_is_the_one_opened_last_else_the_one_saved_last(library: Library) -> None:
    assert library.articles.latest() is None

    first, second = add_article(library, "First"), add_article(library, "Second")
    assert library.articles.latest() == second

    library.articles.update(first.opened(utc_now()))
    third = add_article(library, "Third")
    latest = library.articles.latest()
    assert latest is not None
    assert latest.id == first.id

    library.articles.trash(first.id)
    assert library.articles.latest() == third
