import signal
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

from reader_app.core.layout import DocumentLayout, ReadingStyle
from reader_app.core.page_text import PageText
from reader_app.errors import (
    ChildDiedError,
    ChildTimeoutError,
    DamagedDocumentError,
    PasswordRequiredError,
    WorkerError,
)
from reader_app.worker import jobs
from reader_app.worker.shared_samples import SLOTS
from worker.children import Deadly, Endless, Owner, is_alive, tile, write_pdf


def words(page: object) -> str:
    assert isinstance(page, PageText)
    return page.text.quote(0, len(page.text))


# Doing jobs


def test_opened_document_gives_layout_text_and_pictures(owner: Owner, pdf: Path) -> None:
    layout = owner.open(pdf)

    owner.request("text", jobs.ReadPage(1))
    owner.request("picture", tile())
    owner.wait_for(["text", "picture"])

    assert isinstance(layout, DocumentLayout)
    assert [(page.width, page.height) for page in layout.pages] == [(300, 400)] * 3
    assert words(owner.result("text")) == "This is page 1 of the sample."
    picture = owner.result("picture")
    assert (picture.width, picture.height, len(picture.samples)) == (200, 100, 200 * 100 * 3)
    assert max(picture.samples[:3]) < 32
    assert bytes(picture.samples[-3:]) == b"\xff\xff\xff"


def test_urgent_jobs_go_first_and_equal_ones_in_the_order_asked_for(owner: Owner, pdf: Path) -> None:
    owner.open(pdf)
    owner.signal(signal.SIGSTOP)  # so that all is asked for before anything is done

    for name, priority in [("a", 5), ("b", 5), ("c", 5), ("d", 0), ("e", 2), ("f", 0)]:
        owner.request(name, jobs.ReadPage(0), priority)
    owner.signal(signal.SIGCONT)
    owner.wait_for(list("abcdef"))

    # The first two were given to the child before the others came.
    assert "".join(owner.done).removeprefix("open") == "abdfec"


def test_cancelled_jobs_are_never_delivered(owner: Owner, pdf: Path) -> None:
    owner.open(pdf)

    sent = owner.request("in the child", jobs.ReadPage(0))
    waiting = [owner.request(f"waiting {n}", jobs.ReadPage(0)) for n in range(5)]
    owner.request("kept", jobs.ReadPage(0), priority=9)
    for ticket in [sent, *waiting]:
        owner.child.cancel(ticket)
    owner.wait_for(["kept"])

    assert owner.done == ["open", "kept"]
    assert owner.failures == []


def test_slots_come_back_from_hundreds_of_cancelled_tiles(owner: Owner, pdf: Path) -> None:
    owner.open(pdf)

    for round_ in range(40):
        tickets = [owner.request("cancelled", tile(page)) for page in (0, 1, 2) for _ in range(5)]
        if round_ % 3 == 0:
            owner.request(f"between {round_}", tile())
        for ticket in tickets:
            owner.child.cancel(ticket)
        if round_ % 3 == 0:
            owner.wait_for([f"between {round_}"])
    for number in range(SLOTS * 2):
        owner.request(f"last {number}", tile())
    owner.wait_for([f"last {number}" for number in range(SLOTS * 2)])

    assert "cancelled" not in owner.done
    assert owner.failures == []
    assert sorted(owner.child._free_slots) == list(range(SLOTS))


def test_slots_come_back_when_tiles_fail_and_when_children_die(owner: Owner, pdf: Path) -> None:
    owner.open(pdf)

    for number in range(SLOTS + 1):
        owner.signal(signal.SIGSTOP)  # so that it dies with both jobs at hand, not after them
        owner.request(f"no such page {number}", tile(page=99))
        owner.request(f"killed {number}", tile())
        owner.signal(signal.SIGKILL)
        owner.wait_for([f"no such page {number}", f"killed {number}"])

    assert {name for name in owner.done if name.startswith("killed")} == {
        f"killed {n}" for n in range(SLOTS + 1)
    }
    assert sorted(owner.child._free_slots) == list(range(SLOTS))


def test_answer_that_raises_in_the_owner_still_gives_its_slot_back(owner: Owner, pdf: Path) -> None:
    owner.open(pdf)

    def fail(_tile: object) -> None:
        raise ZeroDivisionError

    for _ in range(SLOTS + 1):
        owner.child.request(tile(), 0, fail, lambda error: None)
        with pytest.raises(ZeroDivisionError):
            owner.wait_for(["never"])
    owner.request("next", tile())
    owner.wait_for(["next"])

    assert sorted(owner.child._free_slots) == list(range(SLOTS))


# Opening and laying out


def test_opening_drops_what_waits_from_before(owner: Owner, pdf: Path, tmp_path: Path) -> None:
    other = write_pdf(tmp_path / "other.pdf", pages=1)
    owner.open(pdf)
    owner.signal(signal.SIGSTOP)

    for number in range(6):
        owner.request(f"before {number}", jobs.ReadPage(2))
    owner.begin_to_open("other", other)
    owner.signal(signal.SIGCONT)
    owner.wait_for(["other"])
    owner.request("after", jobs.ReadPage(0))
    owner.wait_for(["after"])

    # Two were in the child already; they were done while their document was open.
    assert owner.done == ["open", "before 0", "before 1", "other", "after"]
    assert owner.failures == []


def test_document_stays_open_when_another_cannot_be_opened(owner: Owner, pdf: Path, tmp_path: Path) -> None:
    locked = write_pdf(tmp_path / "locked.pdf", password="secret")
    owner.open(pdf)
    owner.signal(signal.SIGSTOP)

    for number in range(4):
        owner.request(f"before {number}", jobs.ReadPage(2))
    owner.begin_to_open("locked", locked)
    owner.request("meanwhile", jobs.ReadPage(1))
    owner.signal(signal.SIGCONT)
    owner.wait_for(["locked", "meanwhile", *(f"before {number}" for number in range(4))])

    assert isinstance(owner.failure("locked"), PasswordRequiredError)
    assert words(owner.result("meanwhile")) == "This is page 1 of the sample."
    assert words(owner.result("before 3")) == "This is page 2 of the sample."


def test_crash_while_another_document_cannot_be_opened_brings_the_first_one_back(
    owner: Owner, pdf: Path, tmp_path: Path
) -> None:
    locked = write_pdf(tmp_path / "locked.pdf", password="secret")
    owner.open(pdf)
    owner.signal(signal.SIGSTOP)

    owner.begin_to_open("locked", locked)
    owner.request("text", jobs.ReadPage(1))
    owner.signal(signal.SIGKILL)
    owner.wait_for(["locked", "text"])

    assert isinstance(owner.failure("locked"), PasswordRequiredError)
    assert words(owner.result("text")) == "This is page 1 of the sample."


def test_what_is_asked_for_while_another_document_opens_is_not_answered_from_that_one(
    owner: Owner, pdf: Path, tmp_path: Path
) -> None:
    other = write_pdf(tmp_path / "other.pdf", pages=1)
    owner.open(pdf)
    owner.signal(signal.SIGSTOP)

    owner.begin_to_open("other", other)
    owner.request("of the first document", tile(page=2))
    owner.request("of the first document", jobs.ReadPage(2))
    owner.signal(signal.SIGCONT)
    owner.wait_for(["other"])
    owner.request("after", jobs.ReadPage(0))
    owner.wait_for(["after"])

    assert owner.done == ["open", "other", "after"]
    assert owner.failures == []


def test_only_the_last_of_several_documents_is_delivered(owner: Owner, pdf: Path, tmp_path: Path) -> None:
    files = [write_pdf(tmp_path / f"{n}.pdf", pages=n) for n in range(1, 5)]

    for number, file in enumerate(files):
        owner.begin_to_open(f"{number}", file)
    owner.wait_for(["3"])

    assert owner.done == ["3"]
    assert len(owner.result("3").pages) == 4


def test_damaged_and_encrypted_files_fail_with_their_own_errors(
    owner: Owner, pdf: Path, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(b"%PDF-1.7\nnothing else")
    locked = write_pdf(tmp_path / "locked.pdf", password="secret")

    owner.begin_to_open("damaged", damaged)
    owner.wait_for(["damaged"])
    owner.begin_to_open("locked", locked)
    owner.wait_for(["locked"])
    owner.begin_to_open("wrong", locked, password="wrong")
    owner.wait_for(["wrong"])
    owner.begin_to_open("right", locked, password="secret")
    owner.wait_for(["right"])

    assert isinstance(owner.failure("damaged"), DamagedDocumentError)
    assert isinstance(owner.failure("locked"), PasswordRequiredError)
    assert isinstance(owner.failure("wrong"), PasswordRequiredError)
    assert len(owner.result("right").pages) == 3
    assert owner.restarts == 0


def test_crash_after_a_new_layout_opens_again_in_that_layout(owner: Owner, html: Path) -> None:
    narrow = ReadingStyle(width=200.0, font_size=18.0)
    before = owner.open(html, "text/html")
    owner.lay_out("narrow", narrow)
    owner.wait_for(["narrow"])
    owner.request("starts", jobs.CountCharacters())
    owner.wait_for(["starts"])

    owner.signal(signal.SIGKILL)
    owner.request("starts again", jobs.CountCharacters())
    owner.wait_for(["starts again"])

    assert owner.result("narrow") != before
    assert owner.restarts == 1
    assert owner.result("starts again") == owner.result("starts")
    assert len(owner.result("starts")) == len(owner.result("narrow").pages)


def test_crash_while_laying_out_lays_out_again(owner: Owner, html: Path) -> None:
    owner.open(html, "text/html")
    narrow = replace(ReadingStyle(), width=200.0)

    owner.signal(signal.SIGSTOP)
    owner.lay_out("narrow", narrow)
    owner.signal(signal.SIGKILL)
    owner.wait_for(["narrow"])

    assert owner.result("narrow").pages[0].width == pytest.approx(200.0)


# Children that die


@pytest.mark.parametrize("job", [jobs.ReadPage(1), tile(1)], ids=["reading", "rendering"])
def test_child_killed_at_work_is_replaced_and_the_job_done(owner: Owner, pdf: Path, job: object) -> None:
    owner.open(pdf)

    owner.signal(signal.SIGSTOP)
    owner.request("job", job)
    killed = owner.signal(signal.SIGKILL)
    owner.wait_for(["job"])

    assert owner.done == ["open", "job"]
    assert owner.restarts == 1
    assert owner.child.pid != killed
    assert not is_alive(killed)


def test_child_killed_while_opening_is_replaced_and_the_document_opened(owner: Owner, pdf: Path) -> None:
    owner.signal(signal.SIGSTOP)
    owner.begin_to_open("open", pdf)
    owner.signal(signal.SIGKILL)
    owner.wait_for(["open"])

    assert len(owner.result("open").pages) == 3


def test_child_killed_while_idle_is_replaced_before_anything_is_asked(owner: Owner, pdf: Path) -> None:
    owner.open(pdf)

    killed = owner.signal(signal.SIGKILL)
    owner.wait_until(lambda: owner.restarts == 1)
    owner.request("text", jobs.ReadPage(2))
    owner.wait_for(["text"])

    assert words(owner.result("text")) == "This is page 2 of the sample."
    assert owner.child.pid != killed


def test_job_that_kills_its_child_twice_fails_and_all_others_go_on(owner: Owner, pdf: Path) -> None:
    owner.open(pdf)
    owner.signal(signal.SIGSTOP)

    owner.request("before", jobs.ReadPage(0))
    owner.request("deadly", Deadly())
    owner.request("after", jobs.ReadPage(1))
    owner.request("tile", tile())
    owner.signal(signal.SIGCONT)
    owner.wait_for(["before", "deadly", "after", "tile"])

    error = owner.failure("deadly")
    assert isinstance(error, ChildDiedError)
    assert str(error) == "The file is damaged: showing it made its reader process end."
    assert {*owner.done} == {"open", "before", "after", "tile"}
    assert [name for name, _ in owner.failures] == ["deadly"]
    assert owner.restarts == 2


def test_many_deadly_jobs_in_a_row_cost_only_themselves(owner: Owner, pdf: Path) -> None:
    owner.open(pdf)

    for number in range(4):
        owner.request(f"deadly {number}", Deadly())
    owner.request("good", jobs.ReadPage(0), priority=9)
    owner.wait_for(["good", *(f"deadly {number}" for number in range(4))])

    assert owner.done == ["open", "good"]
    assert len(owner.failures) == 4


def test_document_that_kills_every_child_does_not_keep_others_from_opening(owner: Owner, pdf: Path) -> None:
    for number in range(3):
        owner.request(f"deadly {number}", Deadly())
        owner.wait_for([f"deadly {number}"])

    layout = owner.open(pdf)

    assert len(layout.pages) == 3
    assert len(owner.failures) == 3


def test_child_that_ends_again_and_again_with_nothing_to_do_comes_back_when_needed(
    owner: Owner, pdf: Path
) -> None:
    owner.open(pdf)
    for restart in range(1, 4):
        owner.signal(signal.SIGKILL)
        owner.wait_until(lambda restart=restart: owner.restarts == restart)
        owner.wait_until(lambda: not owner.child._sent)

    owner.signal(signal.SIGKILL)
    owner.request("text", jobs.ReadPage(0))
    owner.wait_for(["text"])

    assert words(owner.result("text")) == "This is page 0 of the sample."


# Children that hang


def test_hanging_child_is_ended_and_replaced(pdf: Path) -> None:
    owner = Owner(job_limit=0.4)
    owner.open(pdf)

    stopped = owner.signal(signal.SIGSTOP)
    owner.request("text", jobs.ReadPage(1))
    owner.wait_for(["text"])

    assert words(owner.result("text")) == "This is page 1 of the sample."
    assert not is_alive(stopped)
    owner.close()


def test_job_that_hangs_twice_fails_with_one_sentence_and_others_go_on(pdf: Path) -> None:
    owner = Owner(job_limit=0.4)
    owner.open(pdf)

    owner.request("endless", Endless())
    owner.request("text", jobs.ReadPage(1))
    owner.wait_for(["endless", "text"])

    error = owner.failure("endless")
    assert isinstance(error, ChildTimeoutError)
    assert str(error) == "The file is damaged: showing it took too long and was stopped."
    assert words(owner.result("text")) == "This is page 1 of the sample."
    assert owner.restarts == 2
    owner.close()


def test_opening_has_a_limit_of_its_own(pdf: Path) -> None:
    owner = Owner(open_limit=1.5, job_limit=60.0)
    owner.signal(signal.SIGSTOP)

    owner.begin_to_open("open", pdf)
    owner.wait_for(["open"])

    assert owner.restarts >= 1
    owner.close()


def test_time_in_the_queue_does_not_count_as_hanging(pdf: Path) -> None:
    owner = Owner(open_limit=60.0, job_limit=0.5)
    owner.signal(signal.SIGSTOP)
    owner.begin_to_open("open", pdf)
    owner.request("dropped", jobs.ReadPage(0))

    owner.wait_until(lambda: next(iter(owner.child._sent.values())).sent_at + 1.0 < monotonic())
    owner.signal(signal.SIGCONT)
    owner.wait_for(["open"])

    assert owner.restarts == 0
    owner.close()


# Bugs, memory, the end


def test_bug_in_a_job_is_logged_and_the_next_job_works(
    owner: Owner, pdf: Path, caplog: pytest.LogCaptureFixture
) -> None:
    owner.open(pdf)

    owner.request("bug", "no job at all")
    owner.request("text", jobs.ReadPage(0))
    owner.wait_for(["bug", "text"])

    assert type(owner.failure("bug")) is WorkerError
    assert "no such job: str" in caplog.text
    assert owner.restarts == 0
    assert "text" in owner.done


def test_job_that_wants_too_much_memory_costs_its_own_child_at_most(owner: Owner, pdf: Path) -> None:
    resource = pytest.importorskip("resource", reason="this system has no limits for processes")
    owner.open(pdf)
    for _ in range(2):
        owner.wait_until(lambda: not owner.child._sent)
        pid = owner.child.pid
        size = int(Path(f"/proc/{pid}/statm").read_text().split()[0]) * resource.getpagesize()
        resource.prlimit(pid, resource.RLIMIT_AS, (size + 2**20, size + 2**20))
        owner.request("large", tile(width=1000, height=1000, scale=4.0))
        owner.wait_until(lambda: not owner.child._sent and not owner.child._queue)

    owner.request("text", jobs.ReadPage(0))
    owner.wait_for(["text"])

    assert "text" in owner.done


def test_closing_leaves_no_process_and_no_file(
    pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    in_memory = Path("/dev/shm")
    before = set(in_memory.iterdir()) if in_memory.is_dir() else set()
    owner = Owner()
    owner.open(pdf)
    pid = owner.child.pid
    owner.request("unfinished", tile())

    owner.close()

    assert not is_alive(pid)
    assert not Path(f"/proc/{pid}").exists()
    assert (set(in_memory.iterdir()) if in_memory.is_dir() else set()) <= before
    assert list((tmp_path / "temporary").iterdir()) == []


def test_jobs_after_closing_are_forgotten(owner: Owner, pdf: Path) -> None:
    owner.open(pdf)
    owner.close()

    owner.request("late", jobs.ReadPage(0))
    owner.child.check()

    assert owner.done == ["open"]
    assert owner.failures == []
