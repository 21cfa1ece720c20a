from collections import Counter

from reader_app.gui.actions import ACTIONS


def test_no_two_entries_of_a_menu_have_the_same_letter() -> None:
    letters = Counter(
        (spec.menu, spec.text.partition("&")[2][:1].lower()) for spec in ACTIONS.values() if "&" in spec.text
    )

    assert [letter for letter, count in letters.items() if count > 1] == []


def test_no_two_actions_have_the_same_keys() -> None:
    keys = Counter(key for spec in ACTIONS.values() for key in spec.keys)

    assert [key for key, count in keys.items() if count > 1] == []
