"""Addresses that are saved from a real server, and pages with pictures beside them."""

import threading
from pathlib import Path

import pymupdf
import pytest

from intake.web_server import Reply, serving
from reader_app.core.article import Form
from reader_app.errors import FetchError
from reader_app.intake.sources import Source, address_source
from reader_app.library.library import Library, open_library
from reader_app.worker.jobs import Outcome, SavedSource, SaveSource, SaveVersion, ShowForm
from reader_app.worker.pool import JobPool
from reader_app.worker.saving import save_source
from reader_app.worker.versions import save_version, show_form
from worker.pages import PARAGRAPHS, page


def picture() -> bytes:
    pixels = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 80, 60))
    pixels.clear_with(90)
    content: bytes = pixels.tobytes("png")
    return content


def with_picture(source: str) -> bytes:
    return page().replace(b"</article>", f'<p><img src="{source}" alt="A bay"></p></article>'.encode())


def reading(library: Library, version_id: int) -> bytes:
    return library.files.path(library.articles.version(version_id).reading_file).read_bytes()


def test_address_is_saved_once_found_again_and_told_when_it_changed(tmp_path: Path) -> None:
    with serving() as site:
        site.answers["/tides"] = Reply(page(address=f"{site.address}/tides"))
        site.answers["/short"] = Reply(status=301, headers={"Location": "/tides"})
        source = address_source(f"{site.address}/tides?utm_source=mail")

        first = save_source(SaveSource(tmp_path, source))
        again = save_source(SaveSource(tmp_path, source))
        moved = save_source(SaveSource(tmp_path, address_source(f"{site.address}/short")))
        site.answers["/tides"] = Reply(page(*PARAGRAPHS, "A correction.", address=f"{site.address}/tides"))
        changed = save_source(SaveSource(tmp_path, source))
        version = save_version(SaveVersion(tmp_path, first.article.id, source))

        address = site.address
    assert [each.outcome for each in (first, again, moved, changed)] == [
        Outcome.ADDED,
        Outcome.ALREADY_SAVED,
        Outcome.ALREADY_SAVED,
        Outcome.CHANGED,
    ]
    assert {each.article.id for each in (again, moved, changed)} == {first.article.id} == {version.id}
    with open_library(tmp_path) as library:
        for each in ("/short", "/tides"):
            assert [found.id for found in library.articles.at_addresses([address + each])] == [version.id]
        assert [hit.article_id for hit in library.search("correction")] == [version.id]
        assert library.check() == []


def test_address_that_several_children_save_at_once_is_saved_once(tmp_path: Path) -> None:
    with serving() as site:
        site.answers["/tides"] = Reply(page(address=f"{site.address}/tides"))
        source = address_source(f"{site.address}/tides")

        ends = list(JobPool(4).run([SaveSource(tmp_path, source)] * 4))

    results = [end.result for end in ends if isinstance(end.result, SavedSource)]
    assert sorted(each.outcome for each in results) == ["added", *["already saved"] * 3]
    with open_library(tmp_path) as library:
        assert len(library.articles.list()) == 1
    assert threading.active_count() < 20


def test_address_that_is_not_there_is_told_and_nothing_is_kept(tmp_path: Path) -> None:
    with serving() as site, pytest.raises(FetchError):
        save_source(SaveSource(tmp_path, address_source(f"{site.address}/gone")))

    with open_library(tmp_path) as library:
        assert library.articles.list() == []


def test_other_forms_of_a_fetched_page_have_its_pictures_without_the_network(tmp_path: Path) -> None:
    with serving() as site:
        site.answers["/tides"] = Reply(with_picture("/bay.png"))
        site.answers["/bay.png"] = Reply(picture(), "image/png")
        saved = save_source(SaveSource(tmp_path, address_source(f"{site.address}/tides"))).article

    whole = show_form(ShowForm(tmp_path, saved.id, Form.WHOLE_PAGE))

    with open_library(tmp_path) as library:
        for version in (saved, whole):
            assert b'src="data:image/png' in reading(library, version.version_id)


def test_other_forms_of_a_saved_page_have_the_pictures_that_lay_beside_it(tmp_path: Path) -> None:
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "the bay.png").write_bytes(picture())
    (tmp_path / "page.html").write_bytes(with_picture("page_files/the%20bay.png"))
    source = Source(name="page.html", path=tmp_path / "page.html")
    saved = save_source(SaveSource(tmp_path / "library", source)).article
    for file in (tmp_path / "page_files" / "the bay.png", tmp_path / "page.html"):
        file.unlink()

    whole = show_form(ShowForm(tmp_path / "library", saved.id, Form.WHOLE_PAGE))
    other = show_form(ShowForm(tmp_path / "library", saved.id, Form.OTHER))

    with open_library(tmp_path / "library") as library:
        for version in (saved, whole, other):
            assert b'src="data:image/png' in reading(library, version.version_id)
        assert library.check() == []
        assert library.articles.version(other.version_id).archive_file
