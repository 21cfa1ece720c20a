import pytest

from reader_app.core.article import Metadata
from reader_app.intake.stated_metadata import believed_metadata

FROM_FILE = Metadata(title="the file")


@pytest.mark.parametrize(
    "title",
    [
        "Ulysses",
        "On the Origin of Species",
        "Slides and Ladders",
        "日本の歴史",
        "Word order in Latin",
        "Page to stage",
    ],
)
def test_title_that_people_would_give_is_believed(title: str) -> None:
    assert believed_metadata({"title": title}, FROM_FILE).title == title


@pytest.mark.parametrize(
    "title",
    [
        *("", "  ", "untitled", "Untitled-1", "Microsoft Word - report.doc", "Microsoft Word - My report"),
        *("report.docx", "main.dvi", "paper final v3.pdf", "C:\\Users\\me\\x", "/home/me/x", "Slide 1"),
        *(
            "PowerPoint Presentation",
            "doi:10.1000/182",
            "10.1000/182",
            "PII: S0140-6736",
            "1234",
            "Document1",
        ),
        "x" * 400,
    ],
)
def test_leftover_of_a_program_is_not_a_title(title: str) -> None:
    assert believed_metadata({"title": title}, FROM_FILE).title == "the file"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ann Lee", ("Ann Lee",)),
        ("Ann Lee; Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Ann Lee and Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Ann Lee, Bo Ek, and Cy Orr", ("Ann Lee", "Bo Ek", "Cy Orr")),
        ("Lee, Ann", ("Lee, Ann",)),
        ("Ann Lee; Ann Lee", ("Ann Lee",)),
        ("Administrator", ()),
        ("user; Ann Lee", ("Ann Lee",)),
        ("", ()),
    ],
)
def test_authors_are_people(author: str, names: tuple[str, ...]) -> None:
    assert believed_metadata({"author": author}, FROM_FILE).authors == names
