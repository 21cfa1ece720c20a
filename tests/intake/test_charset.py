import csv
import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.intake.charset import declared_in, decode

GERMAN = "Die Straße führt über die Brücke zu einem größeren Häuschen, in dem ältere Männer wohnen."


def test_every_text_of_the_corpus_decodes_to_the_text_its_index_names(corpus: Path) -> None:
    with (corpus / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        rows = [r for r in csv.DictReader(index, delimiter="\t") if r["kind"] == "encoded text"]
    wrong = []

    for row in rows:
        data = (corpus / row["file"]).read_bytes()
        digest = hashlib.sha256(decode(data, declared_in(data)).encode()).hexdigest()[:16]
        wanted = re.search(r"\b[0-9a-f]{16}\b", row["expected"])
        if wanted is None or digest != wanted[0]:
            wrong.append(row["file"])

    assert len(rows) > 20
    assert wrong == []


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf_8_is_always_read_back(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32", "utf-16-be"])
def test_wide_and_marked_text_is_read_back(codec: str) -> None:
    assert decode(GERMAN.encode(codec)) == GERMAN


def test_a_declared_character_set_that_lies_gives_way_to_utf_8_that_holds() -> None:
    assert decode(GERMAN.encode(), declared="iso-8859-1") == GERMAN


def test_a_declared_character_set_decides_where_utf_8_does_not_hold() -> None:
    assert decode("Ąžuolas".encode("cp1257"), declared="windows-1257") == "Ąžuolas"


def test_latin_1_is_read_as_browsers_read_it() -> None:
    assert decode("“Größe”".encode("cp1252"), declared="ISO-8859-1") == "“Größe”"


@pytest.mark.parametrize("declared", ["no-such-set", "hex", "utf-8\x00", ""])
def test_a_useless_declaration_is_passed_over(declared: str) -> None:
    assert decode(GERMAN.encode("cp1252"), declared=declared) == GERMAN


def test_utf_8_cut_off_in_a_character_loses_that_character_only() -> None:
    data = (GERMAN + "ß").encode()[:-1]

    assert decode(data) == GERMAN + "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    "head",
    [
        b'<?xml version="1.0" encoding="windows-1251"?>',
        b"<html><head><meta charset=windows-1251>",
        b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
    ],
)
def test_the_declaration_is_found_in_xml_and_html(head: bytes) -> None:
    assert declared_in(head) == "windows-1251"
