import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader_app.errors import IntakeError
from reader_app.gui.worker_bridge import BackgroundWork, DocumentBridge, Mailbox
from reader_app.intake.sources import given
from reader_app.worker.document_child import DocumentChild
from reader_app.worker.jobs import SavedSource, SaveSource
from reader_app.worker.outbox import Outbox
from worker.children import Deadly, Endless, is_alive

SOON = 60_000  # milliseconds


class Heard:
    """Runs jobs in the background and hears what becomes of them."""

    def __init__(self, jobs: list[object]) -> None:
        self.done: dict[int, object] = {}
        self.failed: dict[int, object] = {}
        self.threads: set[threading.Thread] = set()
        self.work = BackgroundWork(jobs)
        self.work.job_done.connect(self._on_done)
        self.work.job_failed.connect(lambda index, error: self.failed.update({index: error}))

    def _on_done(self, index: int, result: object) -> None:
        self.done[index] = result
        self.threads.add(threading.current_thread())


def save(folder: Path, name: str, text: str = "Some words.") -> SaveSource:
    return SaveSource(folder / "library", given(f"{name}\n\n{text}\n".encode(), f"{name}.txt"))


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[DocumentBridge]:
    outbox = Outbox()
    bridge = DocumentBridge(DocumentChild(outbox.post), outbox)
    yield bridge
    bridge.close()


def test_posted_functions_run_in_the_thread_of_the_mailbox_and_in_order(qtbot: QtBot) -> None:
    mailbox, ran = Mailbox(), list[tuple[int, threading.Thread]]()

    def post() -> None:
        for number in range(100):
            mailbox.post(lambda number=number: ran.append((number, threading.current_thread())))  # type: ignore[misc]

    thread = threading.Thread(target=post)
    thread.start()
    qtbot.waitUntil(lambda: len(ran) == 100, timeout=SOON)
    thread.join()

    assert [number for number, _ in ran] == list(range(100))
    assert {thread for _, thread in ran} == {threading.main_thread()}


def test_function_posted_by_the_window_itself_runs_later_and_not_in_the_middle(qtbot: QtBot) -> None:
    mailbox, order = Mailbox(), list[str]()

    mailbox.post(lambda: order.append("posted"))
    order.append("after posting")
    qtbot.waitUntil(lambda: len(order) == 2, timeout=SOON)

    assert order == ["after posting", "posted"]


def test_child_that_dies_is_replaced_and_told_of(bridge: DocumentBridge, qtbot: QtBot) -> None:
    before = bridge.child.pid

    with qtbot.waitSignal(bridge.restarted, timeout=SOON):
        os.kill(before, signal.SIGKILL)

    assert bridge.child.pid != before
    assert is_alive(bridge.child.pid)


def test_closed_bridge_leaves_no_child_even_one_that_hangs(bridge: DocumentBridge) -> None:
    pid = bridge.child.pid
    os.kill(pid, signal.SIGSTOP)

    bridge.close()

    assert not is_alive(pid)


def test_jobs_are_done_in_order_and_one_that_fails_stops_no_other(tmp_path: Path, qtbot: QtBot) -> None:
    heard = Heard(
        [
            save(tmp_path, "Ebb"),
            SaveSource(tmp_path / "library", given(b"", "empty.txt")),
            Deadly(),
            save(tmp_path, "Flood"),
        ]
    )

    with qtbot.waitSignal(heard.work.finished, timeout=SOON) as finished:
        heard.work.start()

    assert finished.args == [False]
    assert {index: r.article.title for index, r in heard.done.items() if isinstance(r, SavedSource)} == {
        0: "Ebb",
        3: "Flood",
    }
    assert list(heard.failed) == [1, 2]
    assert isinstance(heard.failed[1], IntakeError)
    assert heard.threads == {threading.main_thread()}


def test_cancelling_ends_the_child_and_forgets_the_rest(tmp_path: Path, qtbot: QtBot) -> None:
    heard = Heard([save(tmp_path, "Ebb"), Endless(), save(tmp_path, "Flood")])
    heard.work.start()
    qtbot.waitUntil(lambda: 0 in heard.done, timeout=SOON)

    with qtbot.waitSignal(heard.work.finished, timeout=SOON) as finished:
        heard.work.cancel()
    heard.work.wait()

    assert finished.args == [True]
    assert (list(heard.done), list(heard.failed)) == ([0], [])


def test_cancelling_at_once_does_nothing_at_all(tmp_path: Path, qtbot: QtBot) -> None:
    heard = Heard([Endless(), save(tmp_path, "Ebb")])

    with qtbot.waitSignal(heard.work.finished, timeout=SOON) as finished:
        heard.work.start()
        heard.work.cancel()
    heard.work.wait()

    assert finished.args == [True]
    assert heard.done == {}
