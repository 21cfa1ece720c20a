"""What is aligned is equal, in order, and as much as can be, however long the sequences are."""

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from reader_app.core.alignment import Run, equal_runs

sequences = st.lists(st.integers(0, 3), max_size=30)


def aligned(old: list[int], new: list[int]) -> list[tuple[int, int]]:
    return [(run.old + shift, run.new + shift) for run in equal_runs(old, new) for shift in range(run.length)]


@given(sequences, sequences)
def test_aligned_elements_are_equal_and_rise(old: list[int], new: list[int]) -> None:
    pairs = aligned(old, new)

    assert all(old[at] == new[to] for at, to in pairs)
    assert all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(pairs))


@given(sequences)
def test_a_sequence_is_aligned_with_itself_as_a_whole(sequence: list[int]) -> None:
    whole = [Run(0, 0, len(sequence))] if sequence else []

    assert equal_runs(sequence, sequence) == whole


def test_long_sequences_are_cut_and_lose_hardly_anything() -> None:
    random = Random(1)
    old = [min(int(random.paretovariate(0.7)), 9_000) for _ in range(60_000)]
    new = [number if random.random() > 0.1 else random.randrange(9_000) for number in old]
    new[20_000:20_000] = [random.randrange(9_000) for _ in range(500)]
    kept = sum(1 for at, to in zip(old[30_000:], new[30_500:], strict=True) if at == to)

    pairs = aligned(old, new)

    assert all(old[at] == new[to] for at, to in pairs)
    assert sum(1 for at, to in pairs if at >= 30_000 and to == at + 500) >= 0.97 * kept


def test_long_sequences_without_anything_in_common_are_not_aligned() -> None:
    assert equal_runs([1] * 40_000, [2] * 40_000) == []
    assert equal_runs([1, 2] * 20_000, [2, 1, 1] * 20_000) == []  # nothing tells one place from another
