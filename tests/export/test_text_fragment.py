import pytest

from reader_app.core.annotation import Target
from reader_app.export.text_fragment import text_fragment_address


@pytest.mark.parametrize(
    ("exact", "prefix", "directive"),
    [
        ("a long enough quote", "", "a%20long%20enough%20quote"),
        ("one, two-three & four five", "", "one%2C%20two%2Dthree%20%26%20four%20five"),
        ("spring", "cut the bridge is closed until", "is%20closed%20until-,spring"),
        ("spring", "ut until", "until-,spring"),
        ("spring", "ut", "spring"),
        (
            " ".join(map(str, range(20))),
            "",
            "0%201%202%203%204%205,14%2015%2016%2017%2018%2019",
        ),
    ],
)
def test_link_leads_to_the_words(exact: str, prefix: str, directive: str) -> None:
    target = Target(0, 0, 1, exact, prefix)

    assert text_fragment_address("https://e.org/", target) == f"https://e.org/#:~:text={directive}"
    assert text_fragment_address("https://e.org/#a", target) == f"https://e.org/#a:~:text={directive}"


def test_link_to_what_is_too_long_or_has_no_words_leads_to_the_page() -> None:
    for exact in ("", "字" * 301):
        assert text_fragment_address("https://e.org/", Target(0, 0, 1, exact)) == "https://e.org/"
