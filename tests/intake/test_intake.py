import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.books import mobi
from intake.office import docx, odt, paragraph
from intake.sources import epub, fb2
from intake.test_mhtml import mail, saved_page
from reader_app.errors import IntakeError, ReaderError
from reader_app.intake.intake import take_in

SOURCES = {
    "a.txt": "A title\nA paragraph with “quotes”.\n".encode(),
    "a.md": b"# A title\n\nSome *words*.\n",
    "a.html": b"<!DOCTYPE html><html><body><h1>A title</h1><p>Words.</body></html>",
    "a.epub": epub(),
    "a.fb2": fb2(),
    "a.pdf": b"%PDF-1.7\n" + b"x" * 100,
    "a.docx": docx(paragraph("A title", "Title") + paragraph("Words.")),
    "a.odt": odt("<text:h>A title</text:h><text:p>Words.</text:p>"),
    "a.rtf": rb"{\rtf1{\info{\title A title}}\pard Words.\par}",
    "a.mobi": mobi(b"<p>Words.</p>", fields=[(100, b"Ann Lee")]),
    "a.mhtml": saved_page(),
    "a.eml": mail("Words.\n"),
}


def is_article_or_sentence(source: bytes, name: str) -> bool:
    """Whether the source becomes an article with a title, or an error that can be shown."""
    try:
        return bool(take_in(source, name).metadata.title.strip())
    except ReaderError as error:
        return str(error).endswith(".")


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.txt", "text/html"),
        ("a.md", "text/html"),
        ("a.html", "text/html"),
        ("a.epub", "application/epub+zip"),
        ("a.fb2", "application/x-fictionbook+xml"),
        ("a.pdf", "application/pdf"),
        ("a.docx", "text/html"),
        ("a.odt", "text/html"),
        ("a.rtf", "text/html"),
        ("a.mhtml", "text/html"),
        ("a.eml", "text/html"),
        ("a.mobi", "application/x-mobipocket-ebook"),
    ],
)
def test_every_format_becomes_an_article(name: str, media_type: str) -> None:
    taken = take_in(SOURCES[name], name)

    assert taken.media_type == media_type
    assert (taken.reading is None) == (media_type != "text/html")
    assert taken.original_suffix == Path(name).suffix


@pytest.mark.parametrize("name", sorted(SOURCES))
@pytest.mark.parametrize("other", ["", "a", "a.pdf", "a.epub", "https://example.org/"])
def test_a_wrong_name_does_not_matter(name: str, other: str) -> None:
    assert take_in(SOURCES[name], other).media_type == take_in(SOURCES[name], name).media_type


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([*SOURCES, ""]))
def test_any_bytes_become_an_article_or_a_sentence(source: bytes, name: str) -> None:
    assert is_article_or_sentence(source, name)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_cut_or_spoilt_file_becomes_an_article_or_a_sentence(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(SOURCES)))
    source = bytearray(SOURCES[name])
    for place, byte in data.draw(
        st.lists(st.tuples(st.integers(0, len(source) - 1), st.integers(0, 255)), max_size=4)
    ):
        source[place] = byte
    end = data.draw(st.integers(0, len(source)))

    assert is_article_or_sentence(bytes(source[:end]), name)


def test_a_text_too_large_is_refused() -> None:
    with pytest.raises(IntakeError, match="larger than 32 MB"):
        take_in(b"word " * (7 << 20), "a.txt")


def test_every_file_of_the_corpus_becomes_an_article_or_a_sentence(corpus: Path) -> None:
    files = [path for path in sorted(corpus.glob("*/**/*")) if path.is_file()]

    wrong = [path for path in files if not is_article_or_sentence(path.read_bytes(), path.name)]

    assert len(files) > 200
    assert wrong == []


@pytest.mark.parametrize("folder", ["txt", "md", "epub", "fb2", "docx", "text-encodings"])
def test_every_sound_file_of_the_corpus_becomes_an_article(corpus: Path, folder: str) -> None:
    files = sorted((corpus / folder).iterdir())

    titles = [take_in(path.read_bytes(), path.name).metadata.title for path in files]

    assert titles
    assert all(titles)


def test_the_door_loads_no_parser_before_it_is_needed() -> None:
    probe = (
        "import sys, reader_app.intake.intake; "
        "print({'lxml', 'nh3', 'chardet', 'markdown_it', 'pymupdf'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
