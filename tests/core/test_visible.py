import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings

from core.strategies import hard_texts
from reader_app.core.visible import as_written, visible_characters, visible_with_origins


def by_definition(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text.replace("\u00ad", "")).split())


@settings(max_examples=1000, deadline=None)
@given(hard_texts)
def test_visible_characters_are_nfkc_without_white_space_and_soft_hyphens(text: str) -> None:
    assert visible_characters(text) == by_definition(text)
    assert visible_with_origins(text).chars == by_definition(text)


@settings(max_examples=1000, deadline=None)
@given(hard_texts)
def test_each_visible_character_comes_from_the_piece_it_names(text: str) -> None:
    visible = visible_with_origins(text)

    pieces = list(dict.fromkeys(zip(visible.starts, visible.ends, strict=True)))
    assert "".join(visible_characters(text[start:end]) for start, end in pieces) == visible.chars
    assert list(visible.starts) == sorted(visible.starts)
    assert list(visible.ends) == sorted(visible.ends)
    assert all(left[1] <= right[0] for left, right in pairwise(pieces))
    covered = {index for start, end in pieces for index in range(start, end)}
    left_out = "".join(char for index, char in enumerate(text) if index not in covered)
    assert visible_characters(left_out) == ""


@settings(max_examples=1500, deadline=None)
@given(hard_texts)
def test_the_offset_at_a_raw_index_and_the_origin_of_an_offset_are_inverse(text: str) -> None:
    visible = visible_with_origins(text)

    for offset in range(len(visible.chars)):
        if offset == 0 or visible.starts[offset] != visible.starts[offset - 1]:
            assert visible.offset_at(visible.starts[offset]) == offset
        assert visible.starts[offset] < visible.ends[offset] <= len(text)
    for index in range(len(text) + 1):
        assert visible.offset_at(index) == sum(end <= index for end in visible.ends)
    assert visible.offset_at(len(text)) == len(visible.chars)


@settings(max_examples=500, deadline=None)
@given(hard_texts)
def test_offset_at_counts_what_is_visible_before_a_piece(text: str) -> None:
    visible = visible_with_origins(text)

    for start in set(visible.starts):
        assert visible.chars[: visible.offset_at(start)] == visible_characters(text[:start])


@pytest.mark.parametrize(
    ("raw", "chars"),
    [
        ("ﬁne", "fine"),
        ("e\u0301", "é"),
        ("a\u00ad\u0301", "á"),
        ("\u00adab", "ab"),
        ("ca\u00adfé", "café"),
        ("a\u0323\u0307", "ạ̇"),
        ("a\u0307\u0323", "ạ̇"),
        ("a\u00a0b\r\nc", "abc"),
        ("\u1112\u1161\u11ab", "한"),
        ("\u09c7\u09be", "\u09cb"),
        ("ｶﾞ", "ガ"),
        ("u\u00a8", "u\u0308"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("", ""),
        (" \u00ad\n", ""),
    ],
)
def test_named_pieces_normalize_as_unicode_says(raw: str, chars: str) -> None:
    assert visible_characters(raw) == chars
    assert visible_with_origins(raw).chars == chars


def test_a_ligature_gives_several_characters_with_the_same_origin() -> None:
    visible = visible_with_origins("xﬃ y")

    assert visible.chars == "xffiy"
    assert list(visible.starts) == [0, 1, 1, 1, 3]
    assert list(visible.ends) == [1, 2, 2, 2, 4]


@settings(max_examples=1000, deadline=None)
@given(hard_texts)
def test_a_written_cluster_has_the_visible_characters_of_its_source(text: str) -> None:
    visible = visible_with_origins(text)

    for start, end in dict.fromkeys(zip(visible.starts, visible.ends, strict=True)):
        written = as_written(text[start:end])
        assert written.split() == [written]
        assert unicodedata.is_normalized("NFC", written)
        assert visible_characters(written) == visible_characters(text[start:end])


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("½", "½"),
        ("…", "…"),
        ("Ａ", "Ａ"),
        ("ｶﾞ", "ｶﾞ"),
        ("ำ", "ำ"),
        ("¨", "¨"),
        ("\u2011", "\u2011"),
        ("ﷺ", "ﷺ"),
        ("﬩", "﬩"),
        ("e\u0301", "é"),
        ("½\u00ad", "½"),
        ("ﬃ", "ffi"),
        ("ﬅ", "ſt"),
        ("ﬓ", "մն"),
        ("ﭏ", "אל"),
        ("שׁ", "ש\u05c1"),
        ("ﻼ", "لا"),
        ("ﱞ", "\u064c\u0651"),
        ("﹁", "「"),
        ("︙", "…"),
        ("︴", "_"),
    ],
)
def test_people_read_what_was_written_and_letters_for_what_fonts_shaped(raw: str, written: str) -> None:
    assert as_written(raw) == written


def test_every_single_character_is_written_with_its_visible_characters() -> None:
    wrong = [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if visible_characters(as_written(char)) != visible_characters(char)
    ]

    assert wrong == []


def test_every_character_of_unicode_keeps_apart_from_or_joins_its_neighbors_as_nfkc_does() -> None:
    bases = {"a", "\u1100", "\uac00"}
    seconds = []
    for code in range(sys.maxunicode + 1):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            bases.add(chr(int(parts[0], 16)))
            seconds.append(chr(int(parts[1], 16)))
    pairs = [
        unicodedata.normalize("NFD", base)[-1] + second for base in bases for second in sorted(set(seconds))
    ]

    wrong = [pair for pair in pairs if visible_with_origins(pair).chars != by_definition(pair)]

    assert wrong == []


def test_every_single_character_of_unicode_after_a_letter_normalizes_alike() -> None:
    texts = ("a" + chr(code) + "a" for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF)

    wrong = [
        text
        for text in texts
        if not unicodedata.is_normalized("NFKC", text)
        and visible_with_origins(text).chars != by_definition(text)
    ]

    assert wrong == []
