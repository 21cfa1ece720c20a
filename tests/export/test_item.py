from datetime import timedelta

from export.passages import NOON
from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Target
from reader_app.export.item import in_order
from reader_app.export.options import Order


def annotation(name: str, start: int, *, minutes: int = 0, label_id: str = "claim") -> Annotation:
    made = NOON + timedelta(minutes=minutes)
    target = Target(0, start, start + 4, "word")
    return Annotation(
        id=name, article_id="a", label_id=label_id, created_at=made, modified_at=made, targets=(target,)
    )


def names(annotations: tuple[Annotation, ...]) -> list[str]:
    return [each.id for each in annotations]


def test_annotations_come_in_the_order_of_their_places() -> None:
    last, first = annotation("last", 90), annotation("first", 5)

    assert names(in_order([last, first], Order.PLACE, DEFAULT_LABELS)) == ["first", "last"]


def test_annotations_come_in_the_order_in_which_they_were_made() -> None:
    early, late = annotation("early", 90), annotation("late", 5, minutes=1)

    assert names(in_order([late, early], Order.TIME, DEFAULT_LABELS)) == ["early", "late"]


def test_annotations_come_label_by_label_and_by_place_within_a_label() -> None:
    question = annotation("question", 1, label_id="question")
    key_point = annotation("key point", 70, label_id="key-point")
    claims = [annotation("second claim", 60), annotation("first claim", 50)]

    ordered = in_order([question, *claims, key_point], Order.LABEL, DEFAULT_LABELS)

    assert names(ordered) == ["key point", "first claim", "second claim", "question"]


def test_annotations_of_labels_that_are_gone_come_last_and_stay_together() -> None:
    gone = [annotation(f"gone {at}", at, label_id=f"gone-{at % 2}") for at in range(4)]

    ordered = in_order([*gone, annotation("claim", 9)], Order.LABEL, DEFAULT_LABELS)

    assert names(ordered) == ["claim", "gone 0", "gone 2", "gone 1", "gone 3"]
