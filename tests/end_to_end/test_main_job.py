import signal
from pathlib import Path

import pymupdf
import pytest

from end_to_end.screen import PATIENCE, Program, wait_until

pytestmark = pytest.mark.window


def test_article_is_read_marked_noted_closed_opened_again_and_exported(program: Program) -> None:
    program.show()
    [welcome] = program.articles()
    program.select_line(3)
    program.keys("2")
    [marked] = program.wait_for_annotations(1)
    assert (marked.label_id, marked.note) == ("claim", "")
    assert len(marked.quote) > 10
    program.keys("n")
    program.type("Is this so?")
    program.wait_for_note("Is this so?")
    program.keys("Escape", "Page_Down")
    program.wait_for_text()
    program.quit()
    place = program.position()
    assert place[1] > 0

    program.show()
    program.quit()
    assert program.position() == place
    program.show()
    [kept] = program.annotations()
    assert (kept.quote, kept.note) == (marked.quote, "Is this so?")

    program.keys("ctrl+e")
    documents = program.home / "Documents"
    wait_until(
        lambda: "Export" in program.screen.tool("getactivewindow", "getwindowname"), "the dialog is open"
    )
    program.keys("Return")
    wait_until(lambda: any(documents.glob("*.pdf")), "the PDF is there")
    [output] = documents.iterdir()
    assert welcome.title.split()[0] in output.name
    assert "Is this so?" in notes_of(output)


def notes_of(file: Path) -> list[str]:
    with pymupdf.open(file) as pdf:
        return [annotation.info["content"] for page in pdf for annotation in page.annots()]


def test_window_that_is_killed_while_typing_loses_half_a_second_at_most(program: Program) -> None:
    program.show()
    program.select_line(2)
    program.keys("n")
    program.wait_for_annotations(1)
    program.type("first words")
    program.wait_for_note("first words")
    program.type(" last words")

    program.kill()

    [kept] = program.annotations()
    assert kept.note.startswith("first words")
    program.show()
    assert program.wait_for_annotations(1) == [kept]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_window_that_is_told_to_end_keeps_what_was_typed(program: Program, number: signal.Signals) -> None:
    program.show()
    program.select_line(2)
    program.keys("n")
    program.wait_for_annotations(1)
    program.type("first words")
    program.wait_for_note("first words")
    program.type(" and last")

    status = program.end_by(number)

    assert status == 0
    [kept] = program.annotations()
    # What the screen has not handed over yet, the program cannot keep.
    assert kept.note.startswith("first words")
    assert "first words and last".startswith(kept.note)


def test_second_start_hands_its_file_to_the_first(program: Program, tmp_path: Path) -> None:
    program.show()
    file = tmp_path / "tides.txt"
    file.write_text("Of the tides\n\n" + "\n\n".join(f"Sentence {n} tells of the sea." for n in range(20)))

    second = program.launch(file)

    assert second.wait(PATIENCE) == 0
    wait_until(lambda: program.title().startswith("Of the tides"), "the first window shows the file")
    assert program.is_running()


def test_encrypted_pdf_asks_for_its_password(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "locked.pdf"
    with pymupdf.open() as pdf:
        for _ in range(2):
            page = pdf.new_page()
            page.insert_textbox((60, 60, 500, 700), "\n".join(f"Line {n} of a secret." for n in range(30)))
        pdf.save(file, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="sesame", owner_pw="sesame")

    program.start(file)
    asks = "Password needed"
    wait_until(lambda: asks in program.screen.tool("getactivewindow", "getwindowname"), "it is asked for")
    program.type("wrong")
    program.keys("Return")

    def opens() -> bool:
        # The line takes keys again once the wrong password was tried.
        program.keys("ctrl+a")
        program.type("sesame")
        program.keys("Return")
        return program.title().startswith("locked")

    wait_until(opens, "the right one opens the file")
    assert len(program.wait_for_text()) > 5


def test_process_of_the_window_has_not_loaded_mupdf(program: Program) -> None:
    program.show()

    assert "mupdf" not in Path(f"/proc/{program.pid}/maps").read_text()
    assert "mupdf" in Path(f"/proc/{program.child()}/maps").read_text()


def test_closed_window_leaves_no_process_and_no_memory_behind(program: Program) -> None:
    before = set(Path("/dev/shm").iterdir())
    program.show()
    child = program.child()

    program.quit()

    assert not Path(f"/proc/{child}").exists()
    assert set(Path("/dev/shm").iterdir()) <= before
