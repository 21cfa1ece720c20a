from gui.reading import Reading
from reader_app.gui.page_view.caret import CaretWalk
from reader_app.gui.page_view.selecting import Drag, Grain


def drag(reading: Reading, words: str, grain: Grain, inside: int = 0) -> Drag:
    assert reading.session.text is not None
    assert reading.session.layout is not None
    (section, start), _ = reading.place(words)
    return Drag(CaretWalk(reading.session.text, reading.session.layout), (section, start + inside), grain)


def quote(reading: Reading, drag: Drag, words: str, inside: int = 0) -> str:
    assert reading.session.text is not None
    (section, start), _ = reading.place(words)
    return reading.session.text.quote(*drag.to((section, start + inside)))


def test_characters_are_taken_from_here_to_there_in_both_directions(reading: Reading) -> None:
    reading.open_text()

    assert quote(reading, drag(reading, "bridge over", Grain.CHARACTER), "over the") == "bridge"
    assert quote(reading, drag(reading, "over the", Grain.CHARACTER), "bridge over") == "bridge"
    assert quote(reading, drag(reading, "over the", Grain.CHARACTER), "over the") == ""


def test_words_are_taken_whole_in_both_directions(reading: Reading) -> None:
    reading.open_text()

    forward = quote(reading, drag(reading, "bridge over", Grain.WORD, inside=3), "river", inside=2)
    backward = quote(reading, drag(reading, "river", Grain.WORD, inside=2), "bridge over", inside=3)

    assert forward == backward == "bridge over the river"


def test_paragraphs_are_taken_whole(reading: Reading) -> None:
    reading.open_text()

    assert quote(reading, drag(reading, "until", Grain.PARAGRAPH), "until") == (
        "The bridge over the river is closed until spring, the town says."
    )
    assert quote(reading, drag(reading, "until", Grain.PARAGRAPH), "June").endswith(
        '"nobody listened" to her.'
    )
