from gui.reading import Reading
from reader_app.core.annotation import Target, new_annotation


def test_card_belongs_where_its_passage_begins(reading: Reading) -> None:
    reading.open_text()
    marked = reading.mark("nobody listened")
    reading.wait_until(lambda: reading.session.anchors.first_quad(marked.id) is not None)

    [(page, quad)] = [reading.session.anchors.first_quad(marked.id)]

    assert reading.view.travel.passage_tops() == {marked.id: reading.view.stack.bounds(page, [quad]).top()}


def test_card_of_words_that_are_gone_stands_by_the_page_they_were_on(reading: Reading) -> None:
    article = reading.save(b"A bridge\n\nIt is closed until spring, the town says.\n")
    gone = new_annotation(article.id, (Target(0, 3, 9, "words that nobody wrote"),))
    far = new_annotation(article.id, (Target(7, 3, 9, "in a section that is not there"),))
    reading.library.annotations.put(gone)
    reading.library.annotations.put(far)

    reading.open(article)
    reading.wait_until(lambda: len(reading.view.travel.passage_tops()) == 2)

    assert set(reading.view.travel.passage_tops()) == {gone.id, far.id}
