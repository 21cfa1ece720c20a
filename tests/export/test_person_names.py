import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.export.person_names import PersonName, person_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jane Roe", PersonName("Roe", "Jane")),
        ("  Jane   Q.  Roe ", PersonName("Roe", "Jane Q.")),
        ("Roe, Jane", PersonName("Roe", "Jane")),
        ("Ludwig van Beethoven", PersonName("Beethoven", "Ludwig", "van")),
        ("Willem van der Berg", PersonName("Berg", "Willem", "van der")),
        ("van der Berg, Willem", PersonName("Berg", "Willem", "van der")),
        ("Vincent de la Fuente Garza", PersonName("Fuente Garza", "Vincent", "de la")),
        ("Martin Luther King Jr.", PersonName("King", "Martin Luther", "", "Jr.")),
        ("Martin Luther King, Jr.", PersonName("King", "Martin Luther", "", "Jr.")),
        ("King, Jr., Martin Luther", PersonName("King", "Martin Luther", "", "Jr.")),
        ("Dr. Jane Roe", PersonName("Roe", "Jane")),
        ("Jean-Paul Sartre", PersonName("Sartre", "Jean-Paul")),
        ("Иван Петров", PersonName("Петров", "Иван")),
        ("夏目 漱石", PersonName("夏目", "漱石")),
        ("夏目漱石", PersonName("夏目漱石")),
        ("Reuters", PersonName("Reuters")),
        ("The Associated Press", PersonName("The Associated Press")),
        ("Bank of England", PersonName("Bank of England")),
        ("World Health Organization", PersonName("World Health Organization")),
        ("Smith, Jones, and Partners", PersonName("Smith, Jones, and Partners")),
        ("jane@example.org", PersonName("jane@example.org")),
        ("BBC 4", PersonName("BBC 4")),
        ("Universität Wien", PersonName("Universität Wien")),
        (", Jane", PersonName(", Jane")),
    ],
)
def test_name_is_taken_apart(text: str, name: PersonName) -> None:
    assert person_name(text) == name


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_no_letter_of_a_name_is_lost_but_for_titles(text: str) -> None:
    name = person_name(text)

    parts = f"{name.given}{name.particle}{name.family}{name.suffix}"
    words = [
        word for word in text.split() if word.strip(".,()").casefold() not in ("dr", "prof", "mr", "mrs")
    ]
    assert sorted(parts.replace(",", "").replace(" ", "")) == sorted("".join(words).replace(",", "")) or (
        len(words) < len(text.split())
    )
    assert name.family
