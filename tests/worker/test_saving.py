"""The jobs themselves, in this process; that a child runs them is tested with the command line."""

import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest

from reader_app.errors import DamagedDocumentError, IntakeError, NotFoundError, PasswordRequiredError
from reader_app.intake.sources import Source, given
from reader_app.library.library import open_library
from reader_app.worker.indexing import index_text
from reader_app.worker.jobs import IndexText, Outcome, ReadText, SaveSource, SaveVersion
from reader_app.worker.saving import save_source
from reader_app.worker.versions import save_version
from worker.children import run_python

TEXT = b"Tides\n\nThe sea comes twice a day.\n"


def pdf_bytes(text: str = "Tides", password: str = "", **metadata: str) -> bytes:
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), text)
        pdf.set_metadata(metadata)
        encryption = pymupdf.PDF_ENCRYPT_AES_256 if password else pymupdf.PDF_ENCRYPT_NONE
        content: bytes = pdf.tobytes(encryption=encryption, user_pw=password, owner_pw=password)
        return content


def files_of(library: Path) -> list[Path]:
    return [path for path in (library / "articles").rglob("*") if path.is_file()]


def test_original_and_reading_file_are_kept(tmp_path: Path) -> None:
    saved = save_source(SaveSource(tmp_path, given(TEXT, "tides.txt")))

    with open_library(tmp_path) as library:
        version = library.articles.version(saved.article.version_id)
        original = library.files.path(version.original_file)
        reading = library.files.path(version.reading_file)
        assert library.check() == []
    assert saved.is_new
    assert (original.read_bytes(), original.suffix) == (TEXT, ".txt")
    assert reading.suffix == ".html"
    assert b"twice a day" in reading.read_bytes()
    assert (saved.article.word_count, saved.article.section_count) == (7, 1)


def test_pdf_is_kept_once(tmp_path: Path) -> None:
    source = pdf_bytes()

    save_source(SaveSource(tmp_path, given(source, "tides.pdf")))

    [file] = files_of(tmp_path)
    assert file.stem == hashlib.sha256(source).hexdigest()


def test_same_content_finds_the_article_that_is_there(tmp_path: Path) -> None:
    first = save_source(SaveSource(tmp_path / "library", given(TEXT, "tides.txt")))
    file = tmp_path / "again.txt"
    file.write_bytes(TEXT)

    second = save_source(SaveSource(tmp_path / "library", given(file, "again.txt")))

    assert not second.is_new
    assert second.article == first.article


SAVE_AT_ONCE = """
import sys
from pathlib import Path
from reader_app.intake.sources import given
from reader_app.worker.jobs import SaveSource
from reader_app.worker.saving import save_source

print("ready", flush=True)
sys.stdin.readline()
job = SaveSource(Path(sys.argv[1]), given(Path(sys.argv[2]), "tides.txt"))
saved = save_source(job)
print(saved.article.id, saved.is_new)
"""


def test_programs_that_save_the_same_file_at_once_save_it_once(tmp_path: Path) -> None:
    file = tmp_path / "tides.txt"
    file.write_bytes(TEXT)
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", SAVE_AT_ONCE, tmp_path / "library", file],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"

    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    answers = [program.communicate()[0].split() for program in programs]

    with open_library(tmp_path / "library") as library:
        [article] = library.articles.list()
        assert library.check() == []
    assert {article_id for article_id, _ in answers} == {article.id}
    assert sorted(is_new for _, is_new in answers) == ["False", "False", "True"]
    assert len(files_of(tmp_path / "library")) == 2


KILLED_BEFORE_THE_COMMIT = """
import os, signal, sys
from pathlib import Path
from reader_app.intake.sources import given
from reader_app.library import articles
from reader_app.worker.jobs import SaveSource
from reader_app.worker.saving import save_source

insert = articles.article_rows.write_details

def killed(*arguments, **rest):
    insert(*arguments, **rest)
    os.kill(os.getpid(), signal.SIGKILL)

articles.article_rows.write_details = killed
save_source(SaveSource(Path(sys.argv[1]), given(Path(sys.argv[2]), "tides.txt")))
"""


def test_program_that_is_killed_while_it_adds_leaves_a_sound_library_without_the_article(
    tmp_path: Path,
) -> None:
    file = tmp_path / "tides.txt"
    file.write_bytes(TEXT)
    library = tmp_path / "library"

    killed = run_python(KILLED_BEFORE_THE_COMMIT, str(library), str(file))

    assert killed.returncode == -signal.SIGKILL
    with open_library(library) as opened:
        assert opened.articles.list() == []
        assert opened.check() == []
    again = save_source(SaveSource(library, given(file, "tides.txt")))
    assert (again.is_new, again.article.word_count) == (True, 7)
    assert len(files_of(library)) == 2


@pytest.mark.parametrize(
    ("source", "words"), [(given(pdf_bytes(), "tides.pdf"), 1), (given(TEXT, "tides.txt"), 7)]
)
def test_text_waits_if_it_is_not_wanted_and_is_read_when_it_is(
    source: Source, words: int, tmp_path: Path
) -> None:
    later = save_source(SaveSource(tmp_path, source, text=ReadText.LATER)).article

    again = save_source(SaveSource(tmp_path, source)).article

    assert later.word_count == 0
    assert (again.id, again.word_count) == (later.id, words)


def test_article_in_the_trash_that_is_saved_again_comes_back(tmp_path: Path) -> None:
    first = save_source(SaveSource(tmp_path, given(TEXT, "tides.txt"))).article
    with open_library(tmp_path) as library:
        library.articles.trash(first.id)

    second = save_source(SaveSource(tmp_path, given(TEXT, "tides.txt")))

    assert (second.outcome, second.article) == (Outcome.ALREADY_SAVED, first)
    with open_library(tmp_path) as library:
        assert library.articles.list() == [first]
        assert library.articles.trashed() == []


def test_damaged_document_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(DamagedDocumentError):
        save_source(SaveSource(tmp_path, given(b"%PDF-1.7\n" + b"no PDF at all " * 20, "broken.pdf")))

    with open_library(tmp_path) as library:
        assert library.articles.list() == []
    assert files_of(tmp_path) == []


def test_source_that_is_not_there_or_no_file_is_refused(tmp_path: Path) -> None:
    for source in (tmp_path, tmp_path / "missing.txt"):
        with pytest.raises(IntakeError):
            save_source(SaveSource(tmp_path / "library", given(source, source.name)))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_named_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    with pytest.raises(IntakeError):
        save_source(SaveSource(tmp_path / "library", given(tmp_path / "pipe.txt", "pipe.txt")))


def test_title_of_a_pdf_is_believed_only_if_it_is_one(tmp_path: Path) -> None:
    named = save_source(SaveSource(tmp_path, given(pdf_bytes(title="On Tides", author="Ann Lee"), "x.pdf")))
    unnamed = save_source(
        SaveSource(tmp_path, given(pdf_bytes(title="Microsoft Word - t.doc"), "my tides.pdf"))
    )

    assert (named.article.title, named.article.metadata.authors) == ("On Tides", ("Ann Lee",))
    assert unnamed.article.title == "my tides"


def test_indexed_text_is_counted_and_found(tmp_path: Path) -> None:
    saved = save_source(SaveSource(tmp_path, given(TEXT, "tides.txt"))).article

    indexed = index_text(IndexText(tmp_path, saved.id))

    assert (indexed.word_count, indexed.section_count) == (7, 1)
    with open_library(tmp_path) as library:
        assert [hit.article_id for hit in library.search("twice")] == [saved.id]


def test_indexing_again_changes_nothing(tmp_path: Path) -> None:
    saved = save_source(SaveSource(tmp_path, given(TEXT, "tides.txt"))).article
    first = index_text(IndexText(tmp_path, saved.id))

    assert index_text(IndexText(tmp_path, saved.id)) == first


def test_locked_pdf_is_saved_and_read_once_its_password_is_known(tmp_path: Path) -> None:
    saved = save_source(
        SaveSource(tmp_path, given(pdf_bytes("Secret tides", "sesame"), "locked.pdf"))
    ).article

    with pytest.raises(PasswordRequiredError):
        index_text(IndexText(tmp_path, saved.id))
    indexed = index_text(IndexText(tmp_path, saved.id, "sesame"))

    assert (saved.title, saved.word_count, indexed.word_count) == ("locked", 0, 2)


def test_unknown_article_cannot_be_indexed(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        index_text(IndexText(tmp_path, "0" * 32))


def test_the_library_itself_is_no_source(tmp_path: Path) -> None:
    article = save_source(SaveSource(tmp_path, given(TEXT, "tides.txt"))).article
    path = tmp_path / "library.sqlite3"

    with pytest.raises(IntakeError, match="is the library itself"):
        save_source(SaveSource(tmp_path, given(path, path.name)))
    with pytest.raises(IntakeError, match="is the library itself"):
        save_version(SaveVersion(tmp_path, article.id, given(path, path.name)))
