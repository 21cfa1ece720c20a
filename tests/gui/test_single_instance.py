import os
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from reader_app.gui.single_instance import MAX_MESSAGE, SingleInstance, _frame, _name, _parsed

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from reader_app.gui.single_instance import SingleInstance

application = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]))
instance.received.connect(lambda arguments: print("received", *arguments, flush=True))
if not instance.claim_or_hand_over(sys.argv[2:]):
    print("handed over", flush=True)
    sys.exit(0)
print("first", flush=True)
sys.exit(application.exec())
"""


class Start:
    """One real start of the program."""

    def __init__(self, library: Path, *arguments: str, cwd: Path | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(library), *arguments],
            stdout=subprocess.PIPE,
            text=True,
            cwd=cwd,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Start]]:
    started: list[Start] = []

    def begin(*arguments: str, library: str = "library", cwd: Path | None = None) -> Start:
        started.append(Start(tmp_path / library, *arguments, cwd=cwd))
        return started[-1]

    yield begin
    for each in started:
        each.kill()
        if each.process.stdout is not None:
            each.process.stdout.close()


def test_second_start_hands_its_arguments_to_the_first(start: Callable[..., Start], tmp_path: Path) -> None:
    first = start()
    assert first.line() == "first"

    second = start("https://example.org/a b?c=1", "/tmp/Zoë 日本.pdf", "notes.txt", cwd=tmp_path)

    assert second.line() == "handed over"
    assert second.process.wait() == 0
    assert first.line() == f"received https://example.org/a b?c=1 /tmp/Zoë 日本.pdf {tmp_path / 'notes.txt'}"


def test_start_without_arguments_still_tells_the_first(start: Callable[..., Start]) -> None:
    first = start()
    assert first.line() == "first"

    assert start().line() == "handed over"

    assert first.line() == "received"


def test_another_library_has_its_own_window(start: Callable[..., Start]) -> None:
    assert start().line() == "first"

    assert start(library="other").line() == "first"


def test_place_of_a_killed_program_is_taken_over(start: Callable[..., Start]) -> None:
    killed = start()
    assert killed.line() == "first"
    killed.kill()

    second = start()
    assert second.line() == "first"

    assert start("https://example.org").line() == "handed over"
    assert second.line() == "received https://example.org"


def test_several_starts_at_the_same_moment_agree_on_one_first(start: Callable[..., Start]) -> None:
    starts = [start(f"https://example.org/{number}") for number in range(5)]

    said = {each: each.line() for each in starts}

    assert sorted(said.values()) == ["first", *["handed over"] * 4]
    first = next(each for each in starts if said[each] == "first")
    others = {f"received https://example.org/{n}" for n, each in enumerate(starts) if each is not first}
    assert {first.line() for _ in range(4)} == others


def test_released_place_can_be_claimed_again(tmp_path: Path, qapp: object) -> None:
    first = SingleInstance(tmp_path)
    assert first.claim_or_hand_over([])
    first.release()

    second = SingleInstance(tmp_path)

    assert second.claim_or_hand_over([])
    second.release()


@pytest.fixture
def first(tmp_path: Path, qtbot: QtBot) -> Iterator[SingleInstance]:
    instance = SingleInstance(tmp_path)
    assert instance.claim_or_hand_over([])
    qtbot.waitUntil(lambda: is_reachable(tmp_path))
    yield instance
    instance.release()


def is_reachable(folder: Path) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    reached = socket.waitForConnected(100)
    socket.abort()
    return reached


def send(folder: Path, *pieces: bytes) -> QLocalSocket:
    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    assert socket.waitForConnected(2000)
    for piece in pieces:
        socket.write(piece)
        socket.flush()
    return socket


@pytest.mark.parametrize(
    "message",
    [
        struct.pack(">I", MAX_MESSAGE + 1),
        struct.pack(">I", 3) + b"{]}",
        struct.pack(">I", 2) + b"{}",
        struct.pack(">I", 3) + b"[1]",
        struct.pack(">I", 2) + b"\xff\xfe",
        struct.pack(">I", 60000) + b"[" * 60000,
    ],
    ids=["too long", "no JSON", "no list", "no strings", "no text", "nested"],
)
def test_message_of_a_stranger_is_refused(
    message: bytes, first: SingleInstance, tmp_path: Path, qtbot: QtBot
) -> None:
    heard: list[object] = []
    first.received.connect(heard.append)

    socket = send(tmp_path, message)
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)

    assert heard == []
    with qtbot.waitSignal(first.received) as still_listening:
        sender = send(tmp_path, _frame(["a"]))
    assert still_listening.args == [["a"]]
    sender.abort()


def test_message_in_pieces_is_put_together(first: SingleInstance, tmp_path: Path, qtbot: QtBot) -> None:
    frame = _frame(["one", "two"])

    socket = send(tmp_path, frame[:2])
    qtbot.wait(10)
    with qtbot.waitSignal(first.received) as received:
        socket.write(frame[2:9])
        socket.flush()
        socket.write(frame[9:])
        socket.flush()

    assert received.args == [["one", "two"]]
    qtbot.waitUntil(lambda: socket.bytesAvailable() == 1)


def test_file_name_that_is_not_unicode_survives() -> None:
    name = os.fsdecode(b"/tmp/caf\xe9.txt")

    assert _parsed(_frame([name])[4:]) == [name]


def test_name_depends_on_the_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "library")

    assert _name(tmp_path / "library") == _name(tmp_path / "link")
    assert _name(tmp_path / "library") != _name(tmp_path)
