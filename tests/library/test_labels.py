import pytest

from reader_app.core.annotation import DEFAULT_LABELS, Label
from reader_app.errors import NotFoundError
from reader_app.library.library import Library


def test_a_new_library_has_the_default_labels(library: Library) -> None:
    assert library.labels.all() == list(DEFAULT_LABELS)


def test_a_saved_label_replaces_the_one_with_its_id(library: Library) -> None:
    renamed = Label("claim", "Behauptung", "#123456", 1)
    added = Label("mine", "Mine", "#654321", 5)

    library.labels.save(renamed)
    library.labels.save(added)

    assert library.labels.all() == [DEFAULT_LABELS[0], renamed, *DEFAULT_LABELS[2:], added]


def test_a_label_is_found_by_its_name_whatever_the_case(library: Library) -> None:
    library.labels.save(Label("street", "Straße", "#123456", 5))

    assert library.labels.by_name("claim TO check").id == "claim"
    assert library.labels.by_name(" STRASSE ").id == "street"


def test_an_unknown_label_is_told_with_those_there_are(library: Library) -> None:
    with pytest.raises(NotFoundError, match=r"no label “Nonsense”.*“Key point”"):
        library.labels.by_name("Nonsense")
