"""What is saved already: by its bytes, by its addresses, and by what people read at them."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pymupdf
import pytest

from reader_app.core.annotation import Status
from reader_app.core.article import Article, Form, State
from reader_app.errors import IntakeError
from reader_app.intake.sources import ListedHighlight, Listing, Source
from reader_app.library.library import open_library
from reader_app.worker import saving
from reader_app.worker.jobs import Outcome, ReadText, SavedSource, SaveSource
from reader_app.worker.saving import save_source
from reader_app.worker.taking import Notify, Opened, Taken, open_taken
from worker.children import run_python
from worker.pages import PARAGRAPHS, page


def save(library: Path, content: bytes, name: str = "page.html", **rest: object) -> SavedSource:
    return save_source(SaveSource(library, Source(name=name, content=content, **rest)))  # type: ignore[arg-type]


def articles(library: Path) -> list[Article]:
    with open_library(library) as opened:
        assert opened.check() == []
        return opened.articles.list()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/tides",
        "http://www.example.org/tides/?utm_source=mail#sea",
    ],
)
def test_same_text_at_the_same_address_is_already_saved(tmp_path: Path, address: str) -> None:
    first = save(tmp_path, page())
    files = sorted((tmp_path / "articles").rglob("*.*"))

    again = save(tmp_path, page(address=address) + b"<!-- token 4711 -->")

    assert (again.outcome, again.article.id) == (Outcome.ALREADY_SAVED, first.article.id)
    assert len(articles(tmp_path)) == 1
    assert sorted((tmp_path / "articles").rglob("*.*")) == files


def test_changed_text_at_the_same_address_is_told_and_nothing_is_stored(tmp_path: Path) -> None:
    first = save(tmp_path, page())

    again = save(tmp_path, page(*PARAGRAPHS, "A correction was made to this article."))

    assert (again.outcome, again.article) == (Outcome.CHANGED, first.article)
    assert articles(tmp_path) == [first.article]
    assert len([file for file in (tmp_path / "articles").rglob("*") if file.is_file()]) == 2


def test_another_text_at_the_same_address_is_another_article(tmp_path: Path) -> None:
    home = "https://example.org/"
    first = save(tmp_path, page(address=home))
    second = save(tmp_path, page("A bridge is closed.", "Nobody knows why.", title="Bridge", address=home))

    assert second.is_new
    assert {each.id for each in articles(tmp_path)} == {first.article.id, second.article.id}
    for content, saved in ((page(address=home), first), (page(address=home) + b" ", first)):
        assert save(tmp_path, content).article.id == saved.article.id


def test_page_in_the_trash_comes_back_when_its_address_is_saved_again(tmp_path: Path) -> None:
    first = save(tmp_path, page())
    with open_library(tmp_path) as library:
        library.articles.trash(first.article.id)

    changed = save(tmp_path, page(*PARAGRAPHS, "A correction was made to this article."))

    assert (changed.outcome, changed.article) == (Outcome.CHANGED, first.article)
    assert articles(tmp_path) == [first.article]


def test_another_page_at_the_address_of_one_in_the_trash_leaves_it_there(tmp_path: Path) -> None:
    first = save(tmp_path, page())
    with open_library(tmp_path) as library:
        library.articles.trash(first.article.id)

    second = save(tmp_path, page("A bridge is closed.", "Nobody knows why.", title="Bridge"))

    assert second.is_new
    assert articles(tmp_path) == [second.article]


def test_same_text_elsewhere_is_another_article(tmp_path: Path) -> None:
    save(tmp_path, page())

    assert save(tmp_path, page(address="https://example.com/tides")).is_new


def test_article_is_found_by_every_address_that_it_was_asked_for_by(tmp_path: Path) -> None:
    first = save(tmp_path, page(), address="https://short.example/x1").article
    save(tmp_path, page() + b" ", address="https://short.example/x2")

    with open_library(tmp_path) as library:
        for address in ("https://short.example/x1", "https://short.example/x2", "https://example.org/tides"):
            assert [each.id for each in library.articles.at_addresses([address])] == [first.id]


def test_what_a_list_says_comes_with_the_article(tmp_path: Path) -> None:
    quote = "The moon pulls the water towards itself"
    listing = Listing(
        title="From the list",
        tags=("sea", "moon"),
        state=State.ARCHIVED,
        saved_at=datetime(2020, 1, 2, tzinfo=UTC),
        highlights=(ListedHighlight(quote=quote, note="why?"), ListedHighlight(quote="It is not there.")),
    )
    file = tmp_path / "page.html"
    file.write_bytes(page())

    saved = save_source(SaveSource(tmp_path, Source(name="page.html", path=file, listing=listing))).article
    again = save_source(SaveSource(tmp_path, Source(name="page.html", path=file, listing=listing))).article

    assert (saved.tags, saved.state, saved.saved_at) == (("moon", "sea"), State.ARCHIVED, listing.saved_at)
    assert again == saved
    with open_library(tmp_path) as library:
        marks = library.annotations.of_article(saved.id)
    assert {(each.quote, each.note, each.status) for each in marks} == {
        (quote, "why?", Status.PLACED),
        ("It is not there.", "", Status.UNPLACED),
    }


def test_highlights_are_placed_where_the_text_was_to_be_read_later(tmp_path: Path) -> None:
    listing = Listing(highlights=(ListedHighlight(quote="Tides of the north"),))
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "Tides of the north")
        source = Source(name="tides.pdf", content=pdf.tobytes(), listing=listing)

    saved = save_source(SaveSource(tmp_path, source, text=ReadText.LATER)).article

    with open_library(tmp_path) as library:
        [mark] = library.annotations.of_article(saved.id)
    assert (mark.status, saved.word_count) == (Status.PLACED, 4)


def test_highlights_are_placed_in_an_article_that_was_saved_before_and_not_read_yet(tmp_path: Path) -> None:
    content = page()
    save_source(SaveSource(tmp_path, Source(name="page.html", content=content), text=ReadText.LATER))
    listing = Listing(highlights=(ListedHighlight(quote="The moon pulls the water towards itself"),))
    source = Source(name="page.html", content=content, listing=listing)

    again = save_source(SaveSource(tmp_path, source, text=ReadText.LATER))

    assert again.outcome is Outcome.ALREADY_SAVED
    with open_library(tmp_path) as library:
        assert [each.status for each in library.annotations.of_article(again.article.id)] == [Status.PLACED]


def test_same_page_saved_by_another_program_meanwhile_is_compared_though_its_text_was_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first: list[SavedSource] = []

    def open_late(taken: Taken, notify: Notify, *, with_text: bool) -> Opened:
        if not first:
            monkeypatch.setattr(saving, "open_taken", open_taken)
            first.append(save(tmp_path, page()))
        return open_taken(taken, notify, with_text=with_text)

    monkeypatch.setattr(saving, "open_taken", open_late)
    content = page() + b"<!-- token 4711 -->"
    again = save_source(SaveSource(tmp_path, Source(name="page.html", content=content), text=ReadText.LATER))

    assert (again.outcome, again.article.id) == (Outcome.ALREADY_SAVED, first[0].article.id)
    assert len(articles(tmp_path)) == 1


def test_list_gives_an_article_that_is_saved_its_tags_and_leaves_its_state(tmp_path: Path) -> None:
    first = save(tmp_path, page(), listing=Listing(tags=("sea",))).article
    listing = Listing(tags=("moon",), state=State.ARCHIVED)

    again = save(tmp_path, page(), listing=listing)

    assert again.outcome is Outcome.ALREADY_SAVED
    assert again.article == replace(first, tags=("moon", "sea"))


def test_form_that_is_asked_for_is_saved_and_only_web_pages_have_one(tmp_path: Path) -> None:
    source = Source(name="page.html", content=page())
    saved = save_source(SaveSource(tmp_path, source, form=Form.WHOLE_PAGE)).article

    assert (saved.form, saved.is_web_page) == (Form.WHOLE_PAGE, True)
    with pytest.raises(IntakeError, match="Only a web page"):
        save_source(SaveSource(tmp_path, Source(name="a.txt", content=b"Words"), form=Form.WHOLE_PAGE))


SAVE_AT_ONCE = """
import sys
from pathlib import Path
from reader_app.intake.sources import Source
from reader_app.worker.jobs import SaveSource
from reader_app.worker.saving import save_source
from reader_app.worker.taking import Notify, Opened, Taken, open_taken
from worker.pages import page

source = Source(name="page.html", content=page() + b" " * int(sys.argv[2]))
saved = save_source(SaveSource(Path(sys.argv[1]), source))
print(saved.article.id, saved.outcome)
"""


def test_programs_that_save_one_address_at_once_save_it_once(tmp_path: Path) -> None:
    answers: list[str] = []
    programs = [
        threading.Thread(
            target=lambda n=number: answers.append(run_python(SAVE_AT_ONCE, str(tmp_path), str(n)).stdout)
        )
        for number in range(4)
    ]
    for program in programs:
        program.start()
    for program in programs:
        program.join()

    [article] = articles(tmp_path)
    outcomes = sorted(answer.split(maxsplit=1)[1].strip() for answer in answers)
    assert {answer.split()[0] for answer in answers} == {article.id}
    assert outcomes == ["added", "already saved", "already saved", "already saved"]
    assert len([file for file in (tmp_path / "articles").rglob("*") if file.is_file()]) == 2


def test_text_of_a_saved_article_is_read_when_it_must_be_compared(tmp_path: Path) -> None:
    address = "https://example.org/paper.pdf"

    def paper(text: str) -> Source:
        with pymupdf.open() as pdf:
            pdf.new_page().insert_text((72, 72), text)
            return Source(name="paper.pdf", content=pdf.tobytes(), address=address)

    first = save_source(SaveSource(tmp_path, paper("The tides of the north"), text=ReadText.LATER))
    again = save_source(SaveSource(tmp_path, paper("The tides of the north"), text=ReadText.LATER))
    other = save_source(SaveSource(tmp_path, paper("On bridges and their cracks"), text=ReadText.LATER))

    assert (again.outcome, again.article.id) == (Outcome.ALREADY_SAVED, first.article.id)
    assert other.is_new
