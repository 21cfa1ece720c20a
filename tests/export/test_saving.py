import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from export.passages import export, marked
from export.sample_pdfs import write_book, write_page
from reader_app.errors import DocumentError, ExportError
from reader_app.export.saving import temporary_path

needs_posix = pytest.mark.skipif(os.name != "posix", reason="the limit is of POSIX systems")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_book(tmp_path / "source.pdf")


def test_old_file_is_replaced_and_nothing_else_stays(tmp_path: Path, source: Path) -> None:
    output = tmp_path / "output.pdf"
    output.write_bytes(b"old")

    export(source, output, marked(source, "Chapter 1"))

    assert output.read_bytes().startswith(b"%PDF-")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output.pdf", "source.pdf"]


def test_rest_of_a_killed_export_is_overwritten(tmp_path: Path, source: Path) -> None:
    output = tmp_path / "output.pdf"
    temporary_path(output).write_bytes(b"half a file" * 10_000)

    export(source, output)

    assert not temporary_path(output).exists()
    assert output.read_bytes().startswith(source.read_bytes())


@needs_posix
def test_rest_of_a_killed_process_is_removed_by_the_next_export_to_that_name(
    tmp_path: Path, source: Path
) -> None:
    output = tmp_path / "output [1].pdf"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    rest, written_now = temporary_path(output, ended.pid), temporary_path(output, os.getppid())
    others = [temporary_path(tmp_path / "other.pdf", ended.pid), tmp_path / ".output [1].pdf.old.part"]
    for path in (rest, written_now, *others):
        path.write_bytes(b"half a file")

    export(source, output)

    assert set(tmp_path.iterdir()) == {source, output, written_now, *others}


def test_two_exports_to_the_same_file_do_not_mix(tmp_path: Path) -> None:
    """One begins while the other is in the middle; the file is always whole, and the last one wins."""
    one, two = write_book(tmp_path / "one.pdf"), write_page(tmp_path / "two.pdf")
    output = tmp_path / "output.pdf"
    script = f"""
import sys
from pathlib import Path
from export.passages import export, marked

def wait(done, total):
    print("in the middle", flush=True)
    sys.stdin.readline()

source = Path({str(one)!r})
export(source, Path({str(output)!r}), marked(source, "Chapter 1"), progress=wait)
"""
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "in the middle\n"

        export(two, output)

        assert output.read_bytes().startswith(two.read_bytes())
        other.communicate("\n\n\n")
    assert other.returncode == 0
    assert output.read_bytes().startswith(one.read_bytes())
    assert set(tmp_path.iterdir()) == {one, two, output}


def test_source_that_vanishes_in_the_middle_is_named(tmp_path: Path, source: Path) -> None:
    output = tmp_path / "output.pdf"
    output.write_bytes(b"old")

    with pytest.raises(DocumentError, match="The article's file is missing"):
        export(
            source, output, marked(source, "Chapter 1"), progress=lambda *_: source.unlink(missing_ok=True)
        )

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("output.pdf", b"old")]


@needs_posix
@pytest.mark.parametrize("suffix", [".pdf", ".html"])
def test_folder_that_vanishes_in_the_middle_is_reported(tmp_path: Path, suffix: str) -> None:
    source, folder = source_of_kind(suffix, tmp_path), tmp_path / "folder"
    folder.mkdir()

    def vanish(done: int, total: int) -> None:
        if folder.exists():
            folder.rmdir()

    with pytest.raises(ExportError, match="the folder does not exist"):
        export(source, folder / "output.pdf", marked(source, "Chapter 1"), progress=vanish)

    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize("name", ["notes.pdf", "ü" * 120 + ".pdf", "😀" * 60 + ".pdf"])
def test_temporary_file_stands_beside_the_output_whatever_its_name(tmp_path: Path, name: str) -> None:
    temporary = temporary_path(tmp_path / name)

    assert temporary.parent == tmp_path.resolve()
    assert temporary.name.startswith(".")
    assert len(os.fsencode(temporary.name)) <= 255


def test_folder_in_the_way_is_left_alone(tmp_path: Path, source: Path) -> None:
    output = tmp_path / "output.pdf"
    output.mkdir()

    with pytest.raises(ExportError, match=r"“output\.pdf”: there is a folder with this name"):
        export(source, output)


def test_missing_folder_is_named_before_anything_is_done(tmp_path: Path, source: Path) -> None:
    steps: list[int] = []

    with pytest.raises(ExportError, match="the folder does not exist"):
        export(
            source,
            tmp_path / "missing" / "output.pdf",
            marked(source, "Chapter 1"),
            progress=lambda done, total: steps.append(done),
        )

    assert steps == []


def test_name_that_no_file_can_have_is_reported(tmp_path: Path, source: Path) -> None:
    with pytest.raises(ExportError, match="the name is too long"):
        export(source, tmp_path / ("long" * 100 + ".pdf"))


def test_links_in_a_circle_are_reported(tmp_path: Path, source: Path) -> None:
    one, other = tmp_path / "one.pdf", tmp_path / "other.pdf"
    one.symlink_to(other)
    other.symlink_to(one)

    with pytest.raises(ExportError, match="links lead in a circle"):
        export(source, one)


def test_missing_source_is_not_blamed_on_the_output(tmp_path: Path) -> None:
    output = write_book(tmp_path / "output.pdf")

    with pytest.raises(DocumentError, match="file is missing"):
        export(tmp_path / "missing.pdf", output)


@needs_posix
def test_device_is_not_replaced(source: Path) -> None:
    with pytest.raises(ExportError, match="it is not an ordinary file"):
        export(source, Path(os.devnull))


def test_source_is_never_overwritten(tmp_path: Path, source: Path) -> None:
    before = source.read_bytes()
    linked = tmp_path / "linked.pdf"
    linked.hardlink_to(source)

    for output in (source, tmp_path / "." / "source.pdf", linked):
        with pytest.raises(ExportError, match="it is the file that is being exported"):
            export(source, output)

    assert source.read_bytes() == before


@pytest.mark.parametrize("place", ["articles/ab/output.pdf", "backups/output.pdf", "library.sqlite3-wal"])
def test_nothing_is_written_among_the_files_of_a_library(tmp_path: Path, source: Path, place: str) -> None:
    library = tmp_path / "library"
    (library / "articles" / "ab").mkdir(parents=True)
    (library / "library.sqlite3").touch()

    with pytest.raises(ExportError, match="it lies inside the library"):
        export(source, library / place)


def test_file_may_lie_beside_those_of_a_library(tmp_path: Path, source: Path) -> None:
    (tmp_path / "library.sqlite3").touch()

    export(source, tmp_path / "output.pdf")

    assert (tmp_path / "output.pdf").is_file()


def test_link_leads_to_the_file_that_is_replaced(tmp_path: Path, source: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    real, link = tmp_path / "elsewhere" / "real.pdf", tmp_path / "link.pdf"
    real.write_bytes(b"old")
    link.symlink_to(real)

    export(source, link)

    assert link.is_symlink()
    assert real.read_bytes().startswith(b"%PDF-")


@needs_posix
def test_read_only_folder_is_reported(tmp_path: Path, source: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    folder = tmp_path / "folder"
    folder.mkdir()
    output = folder / "output.pdf"
    output.write_bytes(b"old")
    folder.chmod(0o500)
    try:
        with pytest.raises(ExportError, match="the folder cannot be written to"):
            export(source, output)
        assert output.read_bytes() == b"old"
    finally:
        folder.chmod(0o700)


def run_export(source: Path, output: Path, limit: int, action: str) -> "subprocess.CompletedProcess[str]":
    """Export in a process of its own that may write files of ``limit`` bytes; what is beyond is refused.

    Args:
        action: What the signal does that comes with the refusal: "SIG_IGN" or "SIG_DFL", which kills.
    """
    script = f"""
import resource, signal
from pathlib import Path
from export.passages import export, marked
from reader_app.errors import ExportError

source, output = Path({str(source)!r}), Path({str(output)!r})
annotation = marked(source, "Chapter 1")
signal.signal(signal.SIGXFSZ, signal.{action})
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
try:
    export(source, output, annotation)
except ExportError as error:
    print(error)
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", script]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=100, check=False)


def source_of_kind(suffix: str, folder: Path) -> Path:
    if suffix == ".pdf":
        return write_book(folder / "source.pdf")
    source = folder / "source.html"
    source.write_text("<p>Chapter 1 tells of something.</p>")
    return source


@needs_posix
@pytest.mark.parametrize("suffix", [".pdf", ".html"])
@pytest.mark.parametrize("part", [0.0, 0.5, 0.99])
def test_full_disk_leaves_the_old_file(tmp_path: Path, suffix: str, part: float) -> None:
    """A limit on the size of files stands in for a full disk: the system refuses to write on."""
    source, output = source_of_kind(suffix, tmp_path), tmp_path / "output.pdf"
    export(source, output, marked(source, "Chapter 1"))
    limit = int(output.stat().st_size * part)
    output.write_bytes(b"old")

    run = run_export(source, output, limit, "SIG_IGN")

    assert run.stdout == "Cannot write “output.pdf”: the file is too large for the disk.\n", run.stderr
    assert output.read_bytes() == b"old"
    assert set(tmp_path.iterdir()) == {source, output}


@needs_posix
@pytest.mark.parametrize("suffix", [".pdf", ".html"])
def test_killed_export_leaves_its_temporary_file_at_most(tmp_path: Path, suffix: str) -> None:
    source, output = source_of_kind(suffix, tmp_path), tmp_path / "output.pdf"
    output.write_bytes(b"old")

    run = run_export(source, output, 2000, "SIG_DFL")

    assert run.returncode < 0
    assert output.read_bytes() == b"old"
    (rest,) = set(tmp_path.iterdir()) - {source, output}
    assert re.fullmatch(r"\.output\.pdf\.\d+\.part", rest.name)

    export(source, output)

    assert set(tmp_path.iterdir()) == {source, output}
