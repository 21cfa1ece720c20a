from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from library.builders import add_article, annotation_on, new_article, run_program, section
from reader_app.core.annotation import utc_now
from reader_app.core.article import Form, Metadata, State
from reader_app.errors import NotFoundError
from reader_app.library.library import Library


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
from reader_app.library.new_article import NewArticle
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
    library.versions.add(article.id, second)

    found = [library.articles.find_by_file(each) for each in (reading, original, second.reading_file)]

    assert [each and each.id for each in found] == [article.id] * 3
    assert library.articles.find_by_file("0" * 64) is None


def test_an_article_is_found_by_any_of_its_addresses(library: Library) -> None:
    new = new_article(library, url="https://example.org/a")
    article, _ = library.articles.add(replace(new, addresses=("http://www.example.org/asked?utm_source=x",)))
    add_article(library, "Without address")

    for address in ("http://example.org/a/#part", "https://example.org/asked", "https://www.example.org/a"):
        assert library.articles.at_addresses(["", address]) == [article]
    assert library.articles.at_addresses(["https://example.org/b"]) == []
    assert library.articles.at_addresses(["", "no address"]) == library.articles.at_addresses([]) == []


def test_an_address_that_an_article_has_gives_that_article_unless_it_is_known_to_be_another(
    library: Library,
) -> None:
    first = add_article(library, "First", url="https://example.org/")
    new = new_article(library, "Second", url="http://example.org")

    assert library.articles.add(new) == (first, False)
    second, is_new = library.articles.add(new, unlike={first.id})

    assert is_new
    assert library.articles.at_addresses(["https://example.org/"]) == [second, first]


def test_a_corrected_address_finds_the_article_too(library: Library) -> None:
    article = add_article(library, url="https://example.org/wrong")

    library.articles.update(
        article.id,
        lambda _: replace(article, metadata=replace(article.metadata, url="https://example.org/b")),
    )

    for address in ("https://example.org/wrong", "https://example.org/b"):
        assert [each.id for each in library.articles.at_addresses([address])] == [article.id]


def test_of_many_articles_under_one_address_those_with_more_addresses_come_before_the_rest(
    library: Library,
) -> None:
    home = "https://example.org/"
    for number in range(30):
        new = new_article(library, f"Page {number}", url=home)
        everything = {each.id for each in library.articles.list()}
        library.articles.add(replace(new, addresses=(f"https://example.org/{number}",)), unlike=everything)

    found = library.articles.at_addresses([home, "https://example.org/3"])

    assert "Page 3" in [article.title for article in found]
    assert len(found) == 20


def test_an_article_brings_its_annotations_state_and_time_along(library: Library) -> None:
    new = replace(
        new_article(library, text="some words"),
        state=State.ARCHIVED,
        saved_at=datetime(2020, 1, 2, tzinfo=UTC),
        form=Form.OTHER,
        is_web_page=True,
    )
    annotation = annotation_on(new, "some words", note="from the list")

    article, _ = library.articles.add(new, [annotation])

    assert (article.id, article.state, article.saved_at) == (new.id, State.ARCHIVED, new.saved_at)
    assert (article.form, article.is_web_page, article.is_doubtful) == (Form.OTHER, True, False)
    assert library.annotations.of_article(article.id) == [annotation]


def test_an_article_is_given_only_what_it_lacks(library: Library) -> None:
    article = add_article(library, tags=("a",))
    mine, removed, other = (annotation_on(article, note=note) for note in ("mine", "removed", "other"))
    for annotation in (mine, removed):
        library.annotations.put(annotation)
    library.annotations.remove(removed.id)

    enriched = library.articles.enrich(article.id, (), ("b",), [replace(mine, note="theirs"), removed, other])

    assert enriched.tags == ("a", "b")
    assert sorted(each.note for each in library.annotations.of_article(article.id)) == ["mine", "other"]
    assert library.articles.enrich(article.id, (), ("b",), [other]) == enriched


def test_a_guessed_date_stays_a_guess(library: Library) -> None:
    article = add_article(library, published="2021-03-05", is_date_guessed=True)

    assert library.articles.get(article.id).metadata.is_date_guessed
    library.articles.update(
        article.id, lambda _: replace(article, metadata=replace(article.metadata, is_date_guessed=False))
    )
    assert not library.articles.get(article.id).metadata.is_date_guessed


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
    library.articles.update(wanted.id, lambda _: replace(wanted, state=State.READING))

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

    library.articles.update(changed.id, lambda _: changed)

    assert library.articles.get(article.id) == changed
    assert titles(library, "old") == []
    assert titles(library, "newer") == ["New title"]


def test_changing_an_article_that_is_gone_is_told(library: Library) -> None:
    article = add_article(library)
    library.articles.trash(article.id)

    with pytest.raises(NotFoundError):
        library.articles.update(article.id, lambda each: each)


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


def test_the_trash_hides_an_article_and_gives_it_back_whole(library: Library) -> None:
    article = add_article(library, "Gone", url="https://example.org/", tags=("t",), text="unusual")
    annotation = annotation_on(article, "unusual")
    library.annotations.put(annotation)
    sha256 = library.articles.version(article.version_id).reading_file

    library.articles.trash(article.id)

    assert library.articles.list() == library.articles.list("unusual") == []
    assert library.search("unusual") == []
    assert library.articles.find_by_file(sha256) is None
    assert library.articles.at_addresses(["https://example.org/"]) == []
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


@pytest.mark.parametrize("same", ["file", "address"])
def test_an_article_in_the_trash_that_is_added_again_comes_back(library: Library, same: str) -> None:
    article = add_article(library, "Gone", url="https://example.org/")
    annotation = annotation_on(article)
    library.annotations.put(annotation)
    library.articles.trash(article.id)
    again = new_article(library, "Gone", url="https://example.org/" if same == "address" else "")
    if same == "address":
        again = replace(again, original_file=library.files.store(b"another file", ".html"))

    assert library.articles.add(again) == (article, False)

    assert library.articles.list() == [article]
    assert library.annotations.of_article(article.id) == [annotation]
    assert library.articles.trashed() == []


def test_an_article_in_the_trash_that_is_another_stays_there(library: Library) -> None:
    gone = add_article(library, "Gone", url="https://example.org/")
    library.articles.trash(gone.id)
    other = new_article(library, "Other", url="https://example.org/")

    _, is_new = library.articles.add(other, unlike=[gone.id])

    assert is_new
    assert library.articles.trashed() == [gone]


def test_of_two_articles_with_a_file_the_one_in_the_trash_comes_last(library: Library) -> None:
    gone, kept = add_article(library, "Gone"), add_article(library, "Kept")
    sha256 = library.articles.version(kept.version_id).reading_file
    library.versions.add(gone.id, new_article(library, "Gone", content=b"Kept"))
    library.articles.trash(gone.id)

    assert library.articles.find_by_file(sha256, with_trash=True) == kept
    assert library.articles.find_by_file(sha256) == kept


def test_articles_are_found_by_their_exact_title_last_saved_first(library: Library) -> None:
    first, second = (add_article(library, "Same", content=content) for content in (b"1", b"2"))
    add_article(library, "Same again")
    library.articles.trash(add_article(library, "Same", content=b"3").id)

    assert library.articles.with_title("Same") == [second, first]
    assert library.articles.with_title("same \ud800") == []


def test_the_latest_article_is_the_one_opened_last_else_the_one_saved_last(library: Library) -> None:
    assert library.articles.latest() is None

    first, second = add_article(library, "First"), add_article(library, "Second")
    assert library.articles.latest() == second

    library.articles.update(first.id, lambda each: each.opened(utc_now()))
    third = add_article(library, "Third")
    latest = library.articles.latest()
    assert latest is not None
    assert latest.id == first.id

    library.articles.trash(first.id)
    assert library.articles.latest() == third
