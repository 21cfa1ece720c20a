"""JSON as it comes in files."""

import json

from reader_app.intake.json_files import read_json


def test_halves_of_characters_and_nul_become_signs_that_can_be_kept() -> None:
    assert read_json(rb'["a\ud800b", "\udc00", "\uD83D", "c\u0000d"]') == ["a�b", "�", "�", "c�d"]


def test_whole_characters_and_other_escapes_stay() -> None:
    value = ["\U0001f6a2", "\\ud800", '\\\\"\n\t', "\ufb01"]

    assert read_json(json.dumps(value).encode()) == value
