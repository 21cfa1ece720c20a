import subprocess
import sys
from pathlib import Path

from reader_app.gui.scratch import ScratchFolder, sweep


def test_folder_is_gone_with_its_files_when_it_is_closed(tmp_path: Path) -> None:
    scratch = ScratchFolder(tmp_path / "common")
    (scratch.path / "1").mkdir()
    (scratch.path / "1" / "preview.pdf").write_bytes(b"%PDF")

    scratch.close()

    assert list((tmp_path / "common").iterdir()) == []


def test_sweep_takes_what_a_killed_program_left_and_nothing_that_is_in_use(tmp_path: Path) -> None:
    used = ScratchFolder(tmp_path)
    program = (
        "import os, sys; from pathlib import Path; from reader_app.gui.scratch import ScratchFolder;"
        "scratch = ScratchFolder(Path(sys.argv[1])); (scratch.path / 'preview.pdf').touch();"
        "print(scratch.path); sys.stdout.flush(); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False
    )
    left = Path(done.stdout.strip())
    assert (left / "preview.pdf").exists()

    sweep(tmp_path)

    assert list(tmp_path.iterdir()) == [used.path]
    used.close()


def test_sweep_of_a_folder_that_is_not_there_does_nothing(tmp_path: Path) -> None:
    sweep(tmp_path / "none")

    assert not (tmp_path / "none").exists()
