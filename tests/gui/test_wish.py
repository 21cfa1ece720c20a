import pytest
from PySide6.QtCore import QMimeData, QUrl

from reader_app.gui.wish import Wish, wish_carried, wish_named
from reader_app.intake.intake import take_in
from reader_app.intake.surroundings import Surroundings

PASSAGE = "<h2>The bridge</h2><p>It is <b>closed</b> until spring, the town says, and nobody knows why.</p>"


def carried(html: str = "", text: str = "", urls: list[str] | None = None, **formats: bytes) -> QMimeData:
    data = QMimeData()
    if html:
        data.setHtml(html)
    if text:
        data.setText(text)
    if urls:
        data.setUrls([QUrl(url) for url in urls])
    for name, content in formats.items():
        data.setData(name, content)
    return data


def test_paths_and_addresses_are_told_apart() -> None:
    wish = wish_named(["/tmp/a b.pdf", "file:///tmp/%C3%BC%20x.txt", "https://example.org/a?b=c", "notes"])

    assert wish == Wish(("/tmp/a b.pdf", "/tmp/ü x.txt", "https://example.org/a?b=c", "notes"))


def test_files_and_links_that_are_dropped_are_named() -> None:
    urls = ["file:///tmp/a%20b.pdf", "https://example.org/x", "data:image/png;base64,AAAA", "about:blank"]

    assert wish_carried(carried("<a href=x>x</a>", "x", urls)) == Wish(
        ("/tmp/a b.pdf", "https://example.org/x")
    )


def test_copied_link_is_its_address_though_the_browser_gives_html_too() -> None:
    data = carried('<a href="https://example.org/x">A page</a>', "https://example.org/x\n")

    assert wish_carried(data) == Wish(("https://example.org/x",))


def test_addresses_one_a_line_are_all_named() -> None:
    text = "https://example.org/1\n\n  http://example.org/2\r\n"

    assert wish_carried(carried(text=text)).names == ("https://example.org/1", "http://example.org/2")


def test_text_that_only_begins_with_an_address_is_a_text() -> None:
    wish = wish_carried(carried(text="https://example.org/1 is down\nhttps://example.org/2"))

    assert not wish.names
    [source] = wish.sources
    assert source.content == b"https://example.org/1 is down\nhttps://example.org/2"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text/x-moz-url-priv", "https://example.org/news".encode("utf-16-le")),
        ("chromium/x-source-url", b"https://example.org/news"),
        (
            'application/x-qt-windows-mime;value="HTML Format"',
            b"Version:0.9\r\nStartHTML:0000000105\r\nSourceURL:https://example.org/news\r\n<html>",
        ),
    ],
)
def test_part_of_a_page_becomes_an_article_that_knows_its_address(name: str, content: bytes) -> None:
    wish = wish_carried(carried(PASSAGE, "The bridge\nIt is closed until spring", **{name: content}))

    [source] = wish.sources
    assert source.address == "https://example.org/news"
    assert source.content is not None
    intake = take_in(source.content, source.name, Surroundings(address=source.address))
    assert intake.metadata.title == "The bridge"
    assert intake.metadata.url == "https://example.org/news"
    assert intake.reading is not None
    assert "closed" in intake.reading.decode()


def test_first_line_of_a_passage_without_a_heading_is_its_title() -> None:
    [source] = wish_carried(
        carried("<p>Ebb &amp; flood / both</p><p>More.</p>", "Ebb & flood / both\nMore.")
    ).sources

    assert source.content is not None
    assert take_in(source.content, source.name).metadata.title == "Ebb & flood / both"
    assert source.address == ""


def test_plain_text_becomes_an_article() -> None:
    [source] = wish_carried(carried(text="Ebb and flood\n\nThe moon pulls the wäter.\n")).sources

    assert source.content is not None
    intake = take_in(source.content, source.name)
    assert intake.metadata.title == "Ebb and flood"
    assert intake.reading is not None
    assert "wäter" in intake.reading.decode()


def test_nothing_and_pictures_are_no_wish() -> None:
    assert not wish_carried(carried())
    assert not wish_carried(carried(text=" \n "))
    assert not wish_carried(carried(urls=["data:image/png;base64,AAAA"]))
    assert not wish_named([])


def test_half_a_surrogate_pair_keeps_nobody_from_pasting() -> None:
    [source] = wish_carried(carried(text="A text with half \ud83d of it")).sources

    assert source.content is not None
    assert source.content.startswith(b"A text with half ")
