"""Disks that are full, cannot be written or go away, and libraries that other programs hold: real ones.

A small file system in memory stands for the disk; where none can be mounted these tests are left out.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from library.builders import add_article, annotation_on, contents, run_program
from reader_app.core.annotation import Annotation
from reader_app.core.article import Article
from reader_app.errors import StorageError
from reader_app.library.backups import newest_good_backup, restore_backup
from reader_app.library.library import Library, open_library

SIZE = 4_000_000  # bytes


def mount(folder: Path, *options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", ",".join((f"size={SIZE}", *options)), "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of four megabytes."""
    if sys.platform != "linux" or os.getuid() != 0:
        pytest.skip("only root can mount a file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount(folder):
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path, *, leaving: int = 0) -> Path:
    """Write a file that leaves this many bytes free."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            file.truncate(max(file.tell() - leaving, 0))
    return ballast


def test_a_disk_without_any_room_is_called_full_when_the_library_is_opened(disk: Path) -> None:
    open_library(disk / "library").close()
    ballast = fill(disk)

    with pytest.raises(StorageError, match="the disk is full"):
        open_library(disk / "library")

    ballast.unlink()
    open_library(disk / "library").close()


def put_until_refused(library: Library, article: Article) -> tuple[list[Annotation], str]:
    saved: list[Annotation] = []
    while True:
        annotation = annotation_on(article, start=len(saved), note="a long note " * 200)
        try:
            library.annotations.put(annotation)
        except StorageError as error:
            return saved, str(error)
        saved.append(annotation)


def test_a_disk_that_fills_up_is_told_and_what_was_saved_stays(disk: Path) -> None:
    with open_library(disk / "library") as library:
        article = add_article(library)
        ballast = fill(disk, leaving=1_500_000)

        saved, sentence = put_until_refused(library, article)

        assert sentence == "Cannot save the annotation: the disk is full."
        assert len(saved) > 5
        assert library.annotations.of_article(article.id) == saved
        with pytest.raises(StorageError, match="the disk is full"):
            library.files.store(bytes(SIZE), ".html")
        ballast.unlink()
        library.annotations.put(annotation_on(article, start=9999))
        assert library.check() == []
    with open_library(disk / "library") as library:
        assert library.annotations.of_article(article.id)[:-1] == saved


def test_a_disk_that_fills_up_at_the_checkpoint_loses_nothing(disk: Path) -> None:
    with open_library(disk / "library") as library:
        article = add_article(library)
        saved = [annotation_on(article, start=each, note=f"note {each}") for each in range(20)]
        for annotation in saved:
            library.annotations.put(annotation)
        fill(disk)
        # The log cannot be taken over into the file, neither now nor when the library is closed.
        assert (library.folder / "library.sqlite3-wal").stat().st_size > 100_000
    with open_library(disk / "library") as library:
        assert library.annotations.of_article(article.id) == saved
        (disk / "ballast").unlink()
        library.annotations.put(saved[0].changed(note="more"))
        assert library.check() == []


def test_a_backup_that_finds_no_room_leaves_the_old_one_and_nothing_else(disk: Path, tmp_path: Path) -> None:
    with open_library(tmp_path / "library") as library:
        add_article(library, text="some words " * 20_000)
        target = disk / "backup.sqlite3"
        library.backup(target)
        before = target.read_bytes()
        fill(disk, leaving=50_000)

        with pytest.raises(StorageError, match=r"^Cannot back up the library: the disk is full\.$"):
            library.backup(target)

    assert target.read_bytes() == before
    assert sorted(path.name for path in disk.iterdir()) == ["backup.sqlite3", "ballast"]


def test_a_backup_is_found_and_not_restored_on_a_full_disk_and_nothing_changes(disk: Path) -> None:
    with open_library(disk / "library") as library:
        add_article(library)
        library.backup(disk / "library" / "backups" / "library-2026-01-01.sqlite3")
    (disk / "library" / "library.sqlite3").write_bytes(b"rubbish" * 1000)
    fill(disk)
    before = contents(disk / "library")
    backup = newest_good_backup(disk / "library")
    assert backup is not None

    with pytest.raises(StorageError, match="the disk is full"):
        restore_backup(disk / "library", backup)

    assert contents(disk / "library") == before


def test_a_disk_that_becomes_read_only_is_told_and_can_be_read(disk: Path) -> None:
    with open_library(disk / "library") as library:
        article = add_article(library)
        saved = annotation_on(article)
        library.annotations.put(saved)
        # Not remounted: that is refused while a file is open for writing.
        subprocess.run(["mount", "--bind", disk, disk], check=True)
        subprocess.run(["mount", "-o", "remount,ro,bind", disk], check=True)
        try:
            assert library.annotations.of_article(article.id) == [saved]
            with pytest.raises(StorageError, match=r"the folder .* cannot be written"):
                open_library(disk / "library")
            with pytest.raises(StorageError, match="read-only"):
                library.files.store(b"another", ".html")
            with pytest.raises(StorageError, match="read-only"):
                library.backup(disk / "backup.sqlite3")
        finally:
            subprocess.run(["umount", "--lazy", disk], check=True)
        library.annotations.put(saved.changed(note="later"))
        assert library.check() == []


@pytest.mark.parametrize("again", ["the same", "another"])
def test_a_disk_that_is_taken_out_is_told_and_works_when_it_is_back(disk: Path, again: str) -> None:
    folder = disk / "library"
    with open_library(folder) as library:
        article = add_article(library)
        saved = annotation_on(article)
        library.annotations.put(saved)
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", disk], check=True)  # hides it
        try:
            if again == "another":
                open_library(folder).close()
            with pytest.raises(StorageError, match=r"the library (is no longer in|in .* is another one now)"):
                library.annotations.put(saved.changed(note="lost?"))
        finally:
            subprocess.run(["umount", disk], check=True)
        library.annotations.put(saved.changed(note="kept"))
        assert [each.note for each in library.annotations.of_article(article.id)] == ["kept"]


_LIMITED = """
import resource, signal, sys
from pathlib import Path
from library.builders import annotation_on
from reader_app.errors import StorageError
from reader_app.library.library import open_library
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
library = open_library(Path(sys.argv[1]))
article = library.articles.list()[0]
size = (Path(sys.argv[1]) / "library.sqlite3-wal").stat().st_size + 1_000_000
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
saved = 0
try:
    while True:
        library.annotations.put(annotation_on(article, start=saved, note="a long note " * 200))
        saved += 1
except StorageError as error:
    print(saved, error)
"""


@pytest.mark.skipif(os.name == "nt", reason="needs the limits of POSIX")
def test_a_file_that_may_not_grow_is_told_and_what_was_saved_stays(library: Library) -> None:
    add_article(library)

    out, errors = run_program(_LIMITED, library.folder).communicate()

    count, _, sentence = out.partition(" ")
    assert sentence.startswith("Cannot save the annotation: "), errors
    assert sum(library.annotations.counts().values()) == int(count) > 5
    assert library.check() == []
