"""The export dialog in a real window, by keys alone."""

from pathlib import Path

import pymupdf
import pytest

from end_to_end.screen import Program, wait_until

pytestmark = pytest.mark.window


def open_dialog(program: Program, keys: str, title: str) -> None:
    """Open a dialog from the window, and wait until it has the keyboard."""
    program.keys(keys)
    wait_until(
        lambda: title in program.screen.tool("getactivewindow", "getwindowname"),
        f"the dialog {title} is open",
    )


def previews(program: Program) -> list[Path]:
    return [path for path in (program.home / ".cache").rglob("preview.*") if path.suffix != ".part"]


def test_format_is_chosen_seen_before_and_exported_by_keys(program: Program) -> None:
    program.show()
    program.select_line(3)
    program.keys("2")
    program.wait_for_annotations(1)

    open_dialog(program, "ctrl+e", "Export")
    wait_until(lambda: [path.suffix for path in previews(program)] == [".pdf"], "there is a preview")
    program.keys("Tab", "Right")  # from the format to the layouts, and to the margin
    program.keys("alt+p")
    program.type("A5")
    wait_until(lambda: is_a5(previews(program)), "the preview is on the new paper")
    program.keys("Return")

    documents = program.home / "Documents"
    wait_until(lambda: any(documents.glob("*.pdf")), "the PDF is there")
    [output] = documents.iterdir()
    with pymupdf.open(output) as pdf:
        assert sum(len(list(page.annots())) for page in pdf) == 1
        assert round(pdf[0].rect.width) == 420
    program.keys("Escape", "Escape")  # the dialog may not have heard yet that the file is there
    wait_until(lambda: not previews(program), "the preview is gone")
    program.quit()


def is_a5(files: list[Path]) -> bool:
    try:
        return any(width == 420 for width in map(page_width, files))
    except (OSError, pymupdf.FileDataError):
        return False  # it is just being replaced


def page_width(file: Path) -> int:
    with pymupdf.open(file) as pdf:
        return round(pdf[0].rect.width)


def test_what_a_killed_program_was_previewing_is_gone_at_its_next_start(program: Program) -> None:
    program.show()
    open_dialog(program, "ctrl+e", "Export")
    wait_until(lambda: bool(previews(program)), "there is a preview")

    program.kill()
    assert previews(program)
    program.show()

    wait_until(lambda: not previews(program), "the preview is gone")


def test_printing_shows_the_pages_first(program: Program) -> None:
    program.show()

    open_dialog(program, "ctrl+p", "Print")

    wait_until(lambda: bool(previews(program)), "there are pages to print")
    program.keys("Escape")
    wait_until(lambda: not previews(program), "they are gone with the dialog")
    program.quit()
