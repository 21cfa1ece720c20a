"""What the window's process loads: it must live on when MuPDF is slow, or dies of a broken file."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
GUI = SOURCE / "reader_app" / "gui"


def window_modules() -> list[str]:
    """Every module of the window, found on the disk, and the one that puts it together."""
    files = sorted(GUI.rglob("*.py"))
    names = [".".join(file.relative_to(SOURCE).with_suffix("").parts) for file in files]
    modules = [name.removesuffix(".__init__") for name in names]
    if importlib.util.find_spec("reader_app.app") is not None:
        modules.append("reader_app.app")
    return modules


@pytest.mark.parametrize("module", window_modules())
def test_window_never_loads_what_reads_documents_or_asks_the_network(module: str) -> None:
    program = (
        "import importlib, sys; sys.path.insert(0, sys.argv[1]); "
        "importlib.import_module(sys.argv[2]); "
        "heavy = ('pymupdf', 'fitz', 'requests', 'urllib3', 'lxml', 'PIL', 'trafilatura', 'mammoth', 'nh3'); "
        "print([name for name in heavy if name in sys.modules])"
    )

    loaded = subprocess.run(
        [sys.executable, "-I", "-c", program, str(SOURCE), module],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert loaded.returncode == 0, loaded.stderr
    assert loaded.stdout.strip() == "[]"
