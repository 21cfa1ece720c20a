import os
import queue
import select
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from reader_app.worker import jobs
from reader_app.worker.messages import Answer, Crash, Request
from reader_app.worker.process import ChildProcess
from worker.children import PATIENCE, Deadly, Endless, is_alive, run_python


class Ear:
    """Hears what a child process says."""

    def __init__(self) -> None:
        self.messages: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.ends: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.child = ChildProcess(self.messages.put, lambda: self.ends.put("end"))

    def next(self) -> object:
        return self.messages.get(timeout=PATIENCE)


def test_answers_come_back_in_order_with_their_numbers() -> None:
    ear = Ear()

    for number in (7, 8):
        ear.child.send(Request(number, jobs.ReadPage(0)))
    answers = [ear.next(), ear.next()]
    ear.child.close()

    assert [answer.number for answer in answers if isinstance(answer, Answer)] == [7, 8]
    assert [str(answer.error) for answer in answers if isinstance(answer, Answer)] == [
        "No article is open."
    ] * 2


def test_bug_comes_back_with_its_traceback() -> None:
    ear = Ear()

    ear.child.send(Request(1, {"no": "job"}))
    crash = ear.next()
    ear.child.close()

    assert isinstance(crash, Crash)
    assert "TypeError: no such job: dict" in crash.traceback


def test_closing_an_idle_child_ends_it_and_says_so_once() -> None:
    ear = Ear()
    pid = ear.child.pid

    ear.child.close()

    assert not is_alive(pid)
    assert ear.ends.get(timeout=PATIENCE) == "end"
    assert ear.ends.empty()


def test_closing_a_child_that_hangs_ends_it_after_its_patience() -> None:
    ear = Ear()
    ear.child.send(Request(1, Endless()))

    ear.child.close(patience=0.1)

    assert not ear.child.is_running
    assert ear.ends.get(timeout=PATIENCE) == "end"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_end_of_a_child_is_told_whatever_ended_it(number: signal.Signals) -> None:
    ear = Ear()

    os.kill(ear.child.pid, number)

    assert ear.ends.get(timeout=PATIENCE) == "end"
    ear.child.send(Request(1, jobs.ReadPage(0)))  # no error: the end was told
    ear.child.close()
    assert ear.messages.empty()


def test_answers_before_the_end_are_not_lost() -> None:
    ear = Ear()

    ear.child.send(Request(1, jobs.ReadPage(0)))
    ear.child.send(Request(2, Deadly()))

    assert ear.ends.get(timeout=PATIENCE) == "end"
    answer = ear.next()
    assert isinstance(answer, Answer)
    assert answer.number == 1
    ear.child.close()


def test_interrupt_in_a_terminal_does_not_reach_children() -> None:
    ear = Ear()

    group = os.getpgid(ear.child.pid)
    ear.child.close()

    assert group != os.getpgrp()


def test_children_end_when_their_parent_is_killed() -> None:
    program = (
        "import os\n"
        "from reader_app.worker.process import ChildProcess\n"
        "child = ChildProcess(print, lambda: None)\n"
        "print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )

    result = run_python(program)

    assert result.returncode == -signal.SIGKILL
    pid = int(result.stdout)
    with suppress(ProcessLookupError):  # it may be gone already
        end = os.pidfd_open(pid)
        assert select.select([end], [], [], PATIENCE)[0]
        os.close(end)
    assert not is_alive(pid)


def test_module_in_the_working_folder_does_not_get_into_the_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    ear = Ear()

    ear.child.send(Request(1, jobs.ReadPage(0)))

    assert isinstance(ear.next(), Answer)
    ear.child.close()
