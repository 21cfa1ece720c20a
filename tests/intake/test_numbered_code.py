import pytest

from reader_app.intake.numbered_code import free_numbered_code
from reader_app.intake.tree import parse, text_of

CODE = "<pre>dig(well)\n  fill(pail)</pre>"


def freed(table: str) -> str:
    root = parse(f"<body><p>Before.</p>{table}<p>After.</p></body>")
    free_numbered_code(root)
    return "table gone" if root.find(".//table") is None else text_of(root)


@pytest.mark.parametrize(
    "gutter",
    [
        "<pre>1\n2</pre>",
        "<pre><span>1</span><br><span>2</span><br></pre>",
        "<div>41</div><div>42</div>",
    ],
)
def test_code_leaves_the_table_that_numbers_its_lines(gutter: str) -> None:
    root = parse(
        f"<body><div><table><tbody><tr><td>{gutter}</td><td><div>{CODE}</div></td></tr></tbody></table>tail"
        "</div></body>"
    )

    free_numbered_code(root)

    assert root.find(".//table") is None
    assert root.findtext(".//pre") == "dig(well)\n  fill(pail)"
    assert text_of(root).split() == ["dig(well)", "fill(pail)", "tail"]


@pytest.mark.parametrize(
    "table",
    [
        f"<table><tr><td>Pails</td><td>{CODE}</td></tr></table>",
        f"<table><tr><td>1 3</td><td>{CODE}</td></tr></table>",
        f"<table><tr><td>1 2</td><td>Said beside. {CODE}</td></tr></table>",
        f"<table><tr><td></td><td>{CODE}</td></tr></table>",
        f"<table><tr><td>1</td><td>{CODE}</td></tr><tr><td>2</td><td>{CODE}</td></tr></table>",
        "<table><tr><td>1</td><td>2</td></tr></table>",
    ],
)
def test_other_tables_stay_as_they_are(table: str) -> None:
    assert freed(table) == text_of(parse(f"<body><p>Before.</p>{table}<p>After.</p></body>"))
