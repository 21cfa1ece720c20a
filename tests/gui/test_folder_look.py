import os
from pathlib import Path

import pytest

from reader_app.gui.folder_look import SeenFile, TakenFiles, new_files

READABLE = frozenset({".html", ".pdf"})


@pytest.fixture
def taken(tmp_path: Path) -> TakenFiles:
    return TakenFiles(tmp_path / "taken.jsonl")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    folder.mkdir()
    return folder


def write(path: Path, text: str = "Some words.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def names(files: list[SeenFile]) -> list[str]:
    return [Path(file.path).name for file in files]


def test_files_that_can_be_read_are_seen_at_any_depth(folder: Path, taken: TakenFiles) -> None:
    for name in ("b.html", "a.PDF", "more/c.html", "picture.png", ".hidden.html", ".hidden/d.html"):
        write(folder / name)

    assert names(new_files(folder, READABLE, taken)) == ["a.PDF", "b.html", "c.html"]


def test_what_belongs_to_a_saved_page_is_no_page(folder: Path, taken: TakenFiles) -> None:
    write(folder / "page.html")
    write(folder / "page_files" / "frame.html")
    write(folder / "page_archivos" / "frame.html")

    assert names(new_files(folder, READABLE, taken)) == ["page.html"]


def test_empty_file_is_not_written_yet(folder: Path, taken: TakenFiles) -> None:
    write(folder / "page.html", "")

    assert new_files(folder, READABLE, taken) == []


def test_taken_file_is_new_again_only_when_it_changed(
    folder: Path, tmp_path: Path, taken: TakenFiles
) -> None:
    page = write(folder / "päge\n.html")
    write(folder / "other.html")
    taken.add(new_files(folder, READABLE, taken))
    assert new_files(folder, READABLE, taken) == []

    os.utime(page, ns=(1, 1))

    again = TakenFiles(tmp_path / "taken.jsonl")  # as after a restart
    assert [file.path for file in new_files(folder, READABLE, again)] == [str(page)]


def test_damaged_memory_is_used_as_far_as_it_goes(folder: Path, tmp_path: Path, taken: TakenFiles) -> None:
    write(folder / "a.html")
    taken.add(new_files(folder, READABLE, taken))
    write(folder / "b.html")
    with (tmp_path / "taken.jsonl").open("a") as lines:
        lines.write('["cut off\n[1]\n{}\nnull\n')

    again = TakenFiles(tmp_path / "taken.jsonl")

    assert names(new_files(folder, READABLE, again)) == ["b.html"]


def test_memory_that_cannot_be_written_is_kept_until_the_end(folder: Path, tmp_path: Path) -> None:
    taken = TakenFiles(tmp_path / "missing" / "taken.jsonl")
    write(folder / "a.html")
    files = new_files(folder, READABLE, taken)

    with pytest.raises(OSError, match="missing"):
        taken.add(files)

    assert new_files(folder, READABLE, taken) == []


def test_folder_that_is_not_there_is_an_error(tmp_path: Path, taken: TakenFiles) -> None:
    with pytest.raises(OSError, match="nowhere"):
        new_files(tmp_path / "nowhere", READABLE, taken)
