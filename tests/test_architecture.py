"""The house rules, checked by the tool that states them, and the tool checked by breaking them."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "reader_app"
MODULES = sorted(SOURCE.rglob("*.py"))
MOST_LINES = 300

# One forbidden import for each contract: where it is planted, the line, the contract it breaks.
VIOLATIONS = [
    ("core/planted.py", "import reader_app.library", "Arrows point down only"),
    ("document/planted.py", "import reader_app.library", "Arrows point down only"),
    ("planted/__init__.py", "", "Arrows point down only"),
    ("cli.py", "import reader_app.gui", "The command line does not know the window"),
    (
        "export/pdf/planted.py",
        "import reader_app.export.html.writing",
        "The rooms of the export meet at its front door",
    ),
    ("core/planted.py", "import pathlib", "The core is pure"),
    ("errors.py", "import sqlite3", "The core is pure"),
    ("worker/planted.py", "from PySide6.QtCore import QObject", "Qt lives in the window only"),
    ("core/planted.py", "from PySide6.QtGui import QColor", "Qt lives in the window only"),
    ("gui/planted.py", "import pymupdf", "MuPDF lives in document and export only"),
    ("worker/planted.py", "import pymupdf", "MuPDF lives in document and export only"),
    ("gui/planted.py", "import sqlite3", "SQL lives in the library only"),
    ("export/planted.py", "import sqlite_utils", "SQL lives in the library only"),
]


def lint_imports(checkout: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of a checkout in a process of its own, and without a cache."""
    program = (
        "import sys; from importlinter.cli import lint_imports; "
        "sys.path.insert(0, 'src'); "
        "sys.exit(lint_imports(config_filename='pyproject.toml', no_cache=True))"
    )
    return subprocess.run(
        [sys.executable, "-I", "-c", program],
        cwd=checkout,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the checkout's contracts and sources, to be broken at will."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(SOURCE, tmp_path / "src" / "reader_app", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_is_kept() -> None:
    checked = lint_imports(ROOT)

    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "0 broken" in checked.stdout


@pytest.mark.parametrize(("place", "line", "contract"), VIOLATIONS)
def test_planted_violation_breaks_its_contract(copy: Path, place: str, line: str, contract: str) -> None:
    # The command line may be one file or a package; either is the same module.
    package = copy / "src" / "reader_app" / place.removesuffix(".py") / "__init__.py"
    file = package if package.exists() else copy / "src" / "reader_app" / place
    file.parent.mkdir(exist_ok=True)
    before = file.read_text(encoding="utf-8") if file.exists() else '"""Planted."""\n'
    file.write_text(f"{before}\n{line}\n", encoding="utf-8")

    checked = lint_imports(copy)

    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert f"{contract} BROKEN" in checked.stdout


def test_every_contract_has_a_violation_that_shows_it_works() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}

    assert {contract for _, _, contract in VIOLATIONS} == contracts


@pytest.mark.parametrize("module", MODULES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_module_has_one_idea_and_names_it(module: Path) -> None:
    text = module.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= MOST_LINES
    assert ast.get_docstring(ast.parse(text)), "a module says what it does in its docstring"


def test_every_folder_with_code_is_a_package() -> None:
    folders = {module.parent for module in MODULES}

    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_core_loads_nothing_but_the_standard_library_and_rapidfuzz() -> None:
    # The contracts name what is forbidden; this names the little that is allowed.
    modules = [
        ".".join(("reader_app", *file.relative_to(SOURCE).with_suffix("").parts))
        for file in MODULES
        if file.is_relative_to(SOURCE / "core") and file.name != "__init__.py"
    ]
    program = (
        "import importlib, sys; sys.path.insert(0, sys.argv[1])\n"
        "before = set(sys.modules)\n"
        "for name in sys.argv[2:]: importlib.import_module(name)\n"
        # Cython leaves modules without a file behind: they are part of what it compiled.
        "named = [n for n in set(sys.modules) - before if hasattr(sys.modules[n], '__file__')]\n"
        "print(*{name.partition('.')[0] for name in named})"
    )

    loaded = subprocess.run(
        [sys.executable, "-I", "-c", program, str(ROOT / "src"), *modules],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    foreign = set(loaded.stdout.split()) - sys.stdlib_module_names - {"reader_app", "rapidfuzz"}
    assert modules
    assert foreign == set()
