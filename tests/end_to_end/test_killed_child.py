"""The document child dies at the worst moments: the window lives, nothing is lost, work goes on."""

from pathlib import Path

import pytest

from end_to_end.screen import Program, wait_until

pytestmark = pytest.mark.window


@pytest.fixture
def reading(program: Program, tmp_path: Path) -> Program:
    """The program with a long article open and one annotation made."""
    file = tmp_path / "long.txt"
    body = "\n\n".join(
        f"Number {n} is a sentence that stands for a paragraph of its own." for n in range(300)
    )
    file.write_text(f"A long article\n\n{body}\n")
    program.show(file)
    program.select_line(2)
    program.keys("1")
    program.wait_for_annotations(1)
    return program


def test_child_killed_while_scrolling(reading: Program) -> None:
    first = reading.wait_for_text()

    reading.keys(*["Page_Down"] * 6)
    reading.kill_child()
    reading.keys(*["Page_Down"] * 3)
    reading.wait_for_text()
    reading.keys("Home")

    assert reading.wait_for_text() == first
    assert_goes_on(reading, known=1)


def test_child_killed_while_selecting(reading: Program) -> None:
    lines = reading.wait_for_text()
    middle, left, right = lines[5]

    reading.screen.tool("mousemove", left + 1, middle, "mousedown", 1, "mousemove", left + 60, middle)
    reading.kill_child()
    reading.screen.tool("mousemove", right, middle, "mouseup", 1)
    reading.keys("3")

    assert {each.label_id for each in reading.wait_for_annotations(2)} == {"key-point", "evidence"}
    assert_goes_on(reading, known=2)


def test_child_killed_just_after_marking_again_and_again(reading: Program) -> None:
    for number in range(3):
        mark(reading, line=5 + number, count=2 + number)
        reading.kill_child()

    reading.wait_for_annotations(4)
    assert_goes_on(reading, known=4)


def mark(program: Program, line: int, count: int) -> None:
    """Mark a line; once more where the selection went with the layout that the killed child had made."""

    def is_marked() -> bool:
        program.wait_for_text()
        if len(program.annotations()) == count:
            return True
        program.select_line(line)
        program.keys("4")
        return False

    wait_until(is_marked, f"there are {count} annotations")


def assert_goes_on(program: Program, known: int) -> None:
    """The window lives, the article is on the screen, every annotation is kept, another one can be made."""
    assert program.is_running()
    assert len(program.wait_for_text()) > 8
    assert len(program.annotations()) == known
    program.select_line(10)
    program.keys("5")
    made = program.wait_for_annotations(known + 1)
    assert "quotation" in [each.label_id for each in made]
    program.quit()
    assert len(program.annotations()) == known + 1
