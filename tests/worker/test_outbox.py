import threading

from reader_app.worker.outbox import Outbox


def test_what_was_posted_early_is_handed_over_first_and_in_order() -> None:
    outbox, taken = Outbox(), list[str]()
    for name in "abc":
        outbox.post(lambda name=name: taken.append(name))  # type: ignore[misc]

    outbox.connect(lambda function: function())
    outbox.post(lambda: taken.append("d"))

    assert taken == ["a", "b", "c", "d"]


def test_nothing_is_lost_when_threads_post_while_it_is_connected() -> None:
    outbox, taken = Outbox(), list[int]()
    start = threading.Barrier(5)

    def post(first: int) -> None:
        start.wait()
        for number in range(first, first + 500):
            outbox.post(lambda number=number: taken.append(number))  # type: ignore[misc]

    threads = [threading.Thread(target=post, args=(first,)) for first in range(0, 2000, 500)]
    for thread in threads:
        thread.start()
    start.wait()
    outbox.connect(lambda function: function())
    for thread in threads:
        thread.join()

    assert sorted(taken) == list(range(2000))
    for first in range(0, 2000, 500):
        own = [number for number in taken if first <= number < first + 500]
        assert own == sorted(own)
