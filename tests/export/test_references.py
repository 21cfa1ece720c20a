"""BibTeX and CSL-JSON, read back by rules of their own."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.core.article import Article, Metadata
from reader_app.export.item import ExportItem
from reader_app.export.reference import date_parts
from reader_app.export.texts.bibtex import bibtex_text, latex
from reader_app.export.texts.csl import csl_text

METADATA = Metadata(
    title="The {bridge} & 100 % of \\it",
    authors=("Ludwig van Roe", "The Associated Press", "Roe, Jr., Jane"),
    site="The Town_Paper",
    url="https://example.org/a_b?c={d}%20&e=~f#g",
    published="2026-03-01T08:00:00Z",
    language="en-GB",
)
NAMES = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
}


def item(metadata: Metadata = METADATA, **changes: object) -> ExportItem:
    article = Article(
        id="ab" * 16,
        metadata=metadata,
        media_type="text/html",
        saved_at=datetime(2026, 5, 4, tzinfo=UTC),
        tags=("law", "a,b"),
        version_id=1,
    )
    return ExportItem(source=Path("a.html"), article=replace(article, **changes))  # type: ignore[arg-type]


def fields(entry: str) -> dict[str, str]:
    """Return the fields of an entry by counting braces, as BibTeX does."""
    found, depth, start, name = {}, 0, 0, ""
    for at, char in enumerate(entry):
        if char == "{":
            depth += 1
            if depth == 2:
                name, start = re.findall(r"([a-z]+) = $", entry[:at])[0], at + 1
        elif char == "}":
            depth -= 1
            if depth == 1:
                found[name] = entry[start:at]
    assert depth == 0
    return found


def test_entry_has_everything_that_is_known() -> None:
    text = bibtex_text([item()])

    assert text.startswith("@online{roe2026bridge,\n")
    assert fields(text) == {
        "author": "van Roe, Ludwig and {The Associated Press} and Roe, Jr., Jane",
        "title": r"{The \textbraceleft{}bridge\textbraceright{} \& 100 \% of \textbackslash{}it}",
        "organization": r"The Town\_Paper",
        "date": "2026-03-01",
        "year": "2026",
        "url": "https://example.org/a_b?c=%7Bd%7D%20&e=~f#g",
        "urldate": "2026-05-04",
        "keywords": "law, a b",
    }


def test_keys_differ_and_are_plain() -> None:
    items = [
        item(),
        item(),
        item(Metadata(title="Über die Brücke", authors=("Émile Ångström",))),
        item(Metadata(title="夏目漱石", authors=("夏目 漱石",))),
        item(Metadata(title="夏目漱石")),
    ]

    keys = re.findall(r"^@\w+\{([^,]+),$", bibtex_text(items), re.MULTILINE)

    assert keys == [
        "roe2026bridge",
        "roe2026bridge-2",
        "angstromuber",
        "articleabababab",
        "articleabababab-2",
    ]


def test_name_that_holds_an_and_stays_one_name() -> None:
    text = bibtex_text([item(Metadata(title="x", authors=("Roe and Sons, Ltd. x",)))])

    assert fields(text)["author"] == "{Roe and Sons, Ltd. x}"


def test_nothing_unknown_is_written() -> None:
    assert set(fields(bibtex_text([item(Metadata(title="x"), tags=())]))) == {"title"}
    [entry] = json.loads(csl_text([item(Metadata(title="x"), tags=())]))
    assert entry == {"id": "ab" * 16, "type": "document", "title": "x"}


@given(st.text())
def test_escaped_text_reads_as_it_was_and_keeps_braces_in_balance(text: str) -> None:
    escaped = latex(text)

    assert escaped.count("{") == escaped.count("}")
    assert "\n" not in escaped
    pattern = "|".join(map(re.escape, NAMES)) + r"|\\([$&%#_])"
    back = re.sub(pattern, lambda found: found[1] or NAMES[found[0]], escaped)
    shown = re.sub("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", " ", text)
    assert back == " ".join(shown.split())


def test_csl_has_names_and_dates_in_parts() -> None:
    [entry] = json.loads(csl_text([item()]))

    assert entry == {
        "id": "ab" * 16,
        "type": "webpage",
        "title": "The {bridge} & 100 % of \\it",
        "author": [
            {"family": "Roe", "given": "Ludwig", "non-dropping-particle": "van"},
            {"literal": "The Associated Press"},
            {"family": "Roe", "given": "Jane", "suffix": "Jr."},
        ],
        "container-title": "The Town_Paper",
        "issued": {"date-parts": [[2026, 3, 1]]},
        "accessed": {"date-parts": [[2026, 5, 4]]},
        "URL": "https://example.org/a_b?c=%7Bd%7D%20&e=~f#g",
        "language": "en-GB",
        "keyword": "law, a,b",
    }


def test_guessed_date_is_about() -> None:
    guessed = item(Metadata(title="x", published="2026", is_date_guessed=True))

    assert json.loads(csl_text([guessed]))[0]["issued"] == {"date-parts": [[2026]], "circa": True}
    assert fields(bibtex_text([guessed]))["date"] == "2026~"


@pytest.mark.parametrize(
    ("stated", "parts"),
    [
        ("2026-03-01", (2026, 3, 1)),
        ("2026-03-01T08:00:00+02:00", (2026, 3, 1)),
        ("2026-03", (2026, 3)),
        ("2026", (2026,)),
        ("2026-13-01", (2026,)),
        ("2026-02-30", (2026,)),
        ("0000", ()),
        ("20260301", ()),
        ("last spring", ()),
        ("", ()),
    ],
)
def test_date_has_as_many_parts_as_it_states(stated: str, parts: tuple[int, ...]) -> None:
    assert date_parts(stated) == parts
