from gui.reading import Reading
from reader_app.core.annotation import Status, Target, new_annotation


def test_card_belongs_where_its_passage_begins(reading: Reading) -> None:
    reading.open_text()
    marked = reading.mark("nobody listened")
    reading.wait_until(lambda: reading.session.anchors.first_quad(marked.id) is not None)

    [(page, quad)] = [reading.session.anchors.first_quad(marked.id)]

    assert reading.view.travel.passage_tops() == {marked.id: reading.view.stack.bounds(page, [quad]).top()}


def test_words_that_are_gone_have_no_passage(reading: Reading) -> None:
    article = reading.save(b"A bridge\n\nIt is closed until spring, the town says.\n")
    gone = new_annotation(article.id, (Target(0, 3, 9, "words that nobody wrote"),))
    far = new_annotation(article.id, (Target(7, 3, 9, "in a section that is not there"),))
    reading.library.annotations.put(gone)
    reading.library.annotations.put(far)

    reading.open(article)
    annotations = reading.session.annotations
    reading.wait_until(lambda: all(each.status is Status.UNPLACED for each in annotations.in_order()))

    assert reading.view.travel.passage_tops() == {}
