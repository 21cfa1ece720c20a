"""Threads of answers."""

from reader_app.core.threads import thread_roots


def test_each_answer_leads_to_the_beginning_of_its_thread() -> None:
    assert thread_roots({2: 1, 3: 2, 5: 4}) == {2: 1, 3: 1, 5: 4}


def test_circles_and_what_leads_into_them_have_no_beginning() -> None:
    assert thread_roots({1: 1, 2: 3, 3: 4, 4: 3, 6: 5}) == {6: 5}


def test_a_thread_may_be_very_long_in_any_order() -> None:
    answered = {number: number - 1 for number in range(1, 100_000)}

    assert set(thread_roots(answered).values()) == {0}
    assert thread_roots(dict(reversed(answered.items()))) == thread_roots(answered)
