import re
import zlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.core.text import SectionText, Spelling
from reader_app.errors import DamagedLibraryError
from reader_app.library.texts import packed, storable, text_to_time, time_to_text, unpacked

any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)
words = st.text(st.characters(codec=None, exclude_categories=()), min_size=1, max_size=4).filter(
    lambda text: text.split() == [text]
)
SPELLED = packed([SectionText("21⁄2", bytes(4), (Spelling(1, 4, "½"),))])


@given(st.lists(any_text, max_size=5))
def test_packed_sections_come_back_character_for_character(texts: list[str]) -> None:
    sections = [SectionText(text, bytes(index % 5 for index in range(len(text)))) for text in texts]

    assert unpacked(packed(sections)) == sections


@given(st.lists(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 20), words)), max_size=3))
def test_packed_spellings_come_back_where_they_were(sections: list[list[tuple[int, int, str]]]) -> None:
    texts = []
    for drawn in sections:
        spellings, end = [], 0
        for since, length, raw in drawn:
            spellings.append(Spelling(end + since, end + since + length, raw))
            end = spellings[-1].end
        texts.append(SectionText("x" * (end + 1), bytes(end + 1), tuple(spellings)))

    assert unpacked(packed(texts)) == texts


def test_the_spellings_of_a_thai_book_take_little_room() -> None:
    letters = "น้ำท่วมบ้านทำให้คนจำนวนมากลำบาก"
    chars = "".join("ํา" if letter == "ำ" else letter for letter in letters) * 2000
    found = (match.span() for match in re.finditer("ํา", chars))
    spellings = tuple(Spelling(start, end, "ำ") for start, end in found)

    plain, spelled = (SectionText(chars, bytes(len(chars)), each) for each in ((), spellings))

    assert len(spellings) == 8000
    assert len(packed([spelled])) - len(packed([plain])) < 2 * len(spellings)


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"not zlib",
        packed([SectionText("abc", b"\0\0\0")])[:-6],
        zlib.compress(zlib.decompress(SPELLED)[:-1]),
        zlib.compress(zlib.decompress(SPELLED)[:-2]),
        zlib.compress(zlib.decompress(SPELLED).replace(b"1 3", b"2 3")),
        zlib.compress(zlib.decompress(SPELLED).replace(b"1 3", b"x 3")),
        zlib.compress(zlib.decompress(SPELLED).replace("½".encode(), b"   ")),
    ],
)
def test_a_blob_that_is_not_ours_is_told_as_damage(blob: bytes) -> None:
    with pytest.raises(DamagedLibraryError, match="damaged"):
        unpacked(blob)


@given(any_text)
def test_any_text_can_be_stored_and_only_lone_surrogates_change(text: str) -> None:
    stored = storable(text)

    stored.encode()
    if not any("\ud800" <= char <= "\udfff" for char in text):
        assert stored == text


def test_the_two_halves_of_a_character_become_one() -> None:
    assert storable("a\ud83d\ude00b\ud83d") == "a😀b\ufffd"


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_times_come_back_and_sort_as_text(one: datetime, other: datetime) -> None:
    assert text_to_time(time_to_text(one)) == one
    assert (time_to_text(one) < time_to_text(other)) == (one < other)


def test_a_time_of_another_zone_is_kept_as_the_same_moment() -> None:
    elsewhere = datetime(2026, 1, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))

    assert time_to_text(elsewhere) == "2025-12-31T23:30:00.000000+00:00"
