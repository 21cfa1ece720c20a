import hashlib
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from library.builders import contents, run_program
from library.moments import at_moment
from reader_app.errors import NotFoundError, StorageError
from reader_app.library.files import ArticleFiles, new_name, remove_leftovers


@pytest.fixture
def files(tmp_path: Path) -> ArticleFiles:
    folder = tmp_path / "articles"
    folder.mkdir()
    return ArticleFiles(folder)


def test_a_file_is_stored_under_its_hash_with_its_suffix(files: ArticleFiles, tmp_path: Path) -> None:
    source = tmp_path / "Paper.PDF"
    source.write_bytes(b"%PDF-1.7 ...")

    sha256 = files.store(source, source.suffix)

    assert sha256 == hashlib.sha256(b"%PDF-1.7 ...").hexdigest()
    assert files.path(sha256) == tmp_path / "articles" / sha256[:2] / f"{sha256}.pdf"
    assert files.path(sha256).read_bytes() == b"%PDF-1.7 ..."
    assert source.exists()


def test_the_same_content_is_stored_once(files: ArticleFiles, tmp_path: Path) -> None:
    first = files.store(b"same", ".html")
    before = contents(tmp_path)

    assert files.store(b"same", ".htm") == first
    assert contents(tmp_path) == before


def test_a_suffix_that_could_lead_elsewhere_is_not_used(files: ArticleFiles, tmp_path: Path) -> None:
    sha256 = files.store(b"content", "/../../evil")

    assert files.path(sha256) == tmp_path / "articles" / sha256[:2] / f"{sha256}.bin"


@pytest.mark.parametrize("name", ["0" * 64, "", "../secret", "*", "zz"])
def test_a_missing_file_is_told(files: ArticleFiles, name: str) -> None:
    with pytest.raises(NotFoundError, match="missing"):
        files.path(name)


def test_a_copy_that_went_bad_is_seen_and_replaced_by_a_good_one(files: ArticleFiles) -> None:
    sha256 = files.store(b"good content", ".html")
    files.path(sha256).write_bytes(b"bad content!")
    assert not files.is_sound(sha256)

    files.store(b"good content", ".html")

    assert files.is_sound(sha256)
    assert files.path(sha256).read_bytes() == b"good content"


def test_a_source_that_cannot_be_read_leaves_nothing(files: ArticleFiles, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"^Cannot save the article's file: "):
        files.store(tmp_path / "no such file.pdf", ".pdf")

    assert contents(tmp_path) == {}


def test_a_removed_file_is_gone_and_can_be_removed_again(files: ArticleFiles, tmp_path: Path) -> None:
    sha256 = files.store(b"content", ".html")

    files.remove(sha256)
    files.remove(sha256)

    assert contents(tmp_path) == {}


def test_only_old_half_written_files_are_tidied_up(files: ArticleFiles, tmp_path: Path) -> None:
    sha256 = files.store(b"content", ".html")
    old, young = (tmp_path / "articles" / name for name in (".new-old", ".new-young"))
    for path, time in ((old, 1_000), (young, 3_000), (files.path(sha256), 1_000)):
        path.touch()
        os.utime(path, (time, time))

    files.remove_leftovers(datetime.fromtimestamp(2_000, UTC))

    assert not old.exists()
    assert young.exists()
    assert files.is_sound(sha256)


def test_what_another_program_finishes_meanwhile_is_no_leftover(tmp_path: Path) -> None:
    begun, finished = new_name(tmp_path), tmp_path / "finished"

    def finish() -> None:
        if begun.exists():
            begun.rename(finished)

    number = 0
    while True:
        begun.touch()
        with at_moment(number, finish) as asked:
            remove_leftovers(tmp_path, datetime.fromtimestamp(2_000, UTC))
        if len(asked) <= number:
            break
        assert finished.exists()
        number += 1

    assert {"scandir", "stat"} <= {*asked}
    assert begun.exists()


_STORE_WITH_A_LIMIT = """
import resource, sys
from pathlib import Path
from reader_app.errors import StorageError
from reader_app.library.files import ArticleFiles, new_name, remove_leftovers

resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, 64 * 1024))
try:
    ArticleFiles(Path(sys.argv[1])).store(bytes(1024 * 1024), ".bin")
except StorageError as error:
    print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on a program's file sizes")
def test_a_disk_that_takes_no_more_leaves_nothing(files: ArticleFiles, tmp_path: Path) -> None:
    # The system refuses the write in the middle of the file, as it does on a full disk.
    out, err = run_program(_STORE_WITH_A_LIMIT, tmp_path / "articles").communicate()

    assert out.startswith("Cannot save the article's file: "), err
    assert contents(tmp_path) == {}
