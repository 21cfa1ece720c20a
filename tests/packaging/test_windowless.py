"""The main job without a window, done for real through the program's command line."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checkout import clean_environment
from windowless import do_main_job

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the welcome article, standing in for the checkout that is written to."""
    installed = subprocess.run(
        [sys.executable, "-c", "import reader_app.__main__"],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        check=False,
    )
    if installed.returncode:
        pytest.skip("the program is not installed in the environment that runs the tests")
    monkeypatch.delenv("READER_APP_LIBRARY", raising=False)
    shutil.copytree(ROOT / "resources" / "samples", tmp_path / "resources" / "samples")
    return tmp_path


def test_main_job_ends_with_a_pdf_and_can_be_done_again(
    checkout: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pdf = checkout / "build" / "without-window" / "welcome.pdf"

    first = do_main_job(Path(sys.executable), checkout)
    said_first = capfd.readouterr().out
    again = do_main_job(Path(sys.executable), checkout)
    said_again = capfd.readouterr().out

    assert (first, again) == (0, 0)
    assert ", added, in " in said_first
    assert ", already saved, in " in said_again
    assert str(pdf) in said_first
    assert pdf.read_bytes().startswith(b"%PDF-")
