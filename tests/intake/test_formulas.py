"""Formulas of web pages: shown once, as text that reads well."""

import re
from html import escape

import pytest

from intake.sources import body_text, laid_out_text, visible
from reader_app.document.clean import clean
from reader_app.intake.page import body_of
from reader_app.intake.tree import parse

FRACTION = (
    "<mi>x</mi><mo>=</mo><mfrac><mrow><mo>-</mo><mi>b</mi><mo>±</mo><msqrt><msup><mi>b</mi><mn>2</mn></msup>"
    "<mo>-</mo><mn>4</mn><mi>a</mi><mo>&#x2062;</mo><mi>c</mi></msqrt></mrow><mrow><mn>2</mn><mi>a</mi></mrow></mfrac>"
)
MATRIX = (
    "<mo>[</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr>"
    "<mtr><mtd><mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr></mtable><mo>]</mo>"
)
ENERGY = "<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>"
TEX = '<annotation encoding="application/x-tex">E=mc^2</annotation>'
SHOWN_ENERGY = "E = mc²"
MATH = f"<math><semantics><mrow>{ENERGY}</mrow>{TEX}</semantics></math>"
KATEX = (
    f'<span class="katex"><span class="katex-mathml">{MATH}</span>'
    '<span class="katex-html" aria-hidden="true">E=mc2</span></span>'
)
WIKIPEDIA = (
    '<span class="mwe-math-element"><span class="mwe-math-mathml-inline" style="display: none;">'
    f'{MATH}</span><img src="https://example.org/e.svg" alt="E=mc^2"></span>'
)
MATHJAX_2 = (
    f'<span class="MathJax_Preview">E=…</span><span class="MathJax" data-mathml="{escape(MATH)}">'
    '<nobr>E=mc2</nobr></span><script type="math/tex">E=mc^2</script>'
)
MATHJAX_2_ASSISTIVE = (
    f'<span class="MathJax"><nobr>Emc</nobr><span class="MJX_Assistive_MathML">{MATH}</span></span>'
    '<script type="math/tex">E=mc^2</script>'
)
MATHJAX_3 = (
    '<mjx-container jax="SVG"><svg><path d="M0"/></svg>'
    f"<mjx-assistive-mml>{MATH}</mjx-assistive-mml></mjx-container>"
)


def shown(markup: str) -> str:
    """Return what stays of a page, as HTML."""
    return clean(body_of(parse(markup), ""))


def read_aloud(markup: str) -> str:
    """Return the text of the formula without its tags."""
    tree = parse(shown(f"<p>{markup}</p>"))
    return " ".join("".join(map(str, tree.itertext())).split())


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (FRACTION, "x = (−b ± √(b2 − 4ac))/(2a)"),
        (ENERGY, "E = mc2"),
        ("<mfrac><mn>1</mn><mi>n</mi></mfrac>", "1/n"),
        ("<mo>(</mo><mfrac linethickness='0'><mi>n</mi><mi>k</mi></mfrac><mo>)</mo>", "(n; k)"),
        ("<mi>sin</mi><mo>&#x2061;</mo><mi>θ</mi>", "sin θ"),
        ("<mi>f</mi><mo>&#x2061;</mo><mo>(</mo><mi>x</mi><mo>,</mo><mi>y</mi><mo>)</mo>", "f(x, y)"),
        ("<msup><mi>f</mi><mo>′</mo></msup>", "f′"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "3√x"),
        ("<mover><mi>x</mi><mo>^</mo></mover>", "x̂"),
        (
            "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
            "∑i = 1n i",
        ),
        ("<munder><mi>lim</mi><mi>n</mi></munder><mi>a</mi>", "limn a"),
        (
            MATRIX,
            "[1, 2; 3, 4]",
        ),
        ("<mfenced open='[' close=')'><mi>a</mi><mi>b</mi></mfenced>", "[a, b)"),
        (
            "<mmultiscripts><mi>C</mi><mn>6</mn><none/><mprescripts/><none/><mn>14</mn></mmultiscripts>",
            "14C6",
        ),
        ("<mtext>if </mtext><mi>x</mi><mo>&lt;</mo><mn>0</mn>", "if x < 0"),
        ("<mphantom><mi>z</mi></mphantom><mi>y</mi>", "y"),
    ],
)
def test_mathml_reads_as_a_line(formula: str, text: str) -> None:
    assert read_aloud(f"<math>{formula}</math>") == text


def test_letters_are_slanted_raised_and_lowered() -> None:
    markup = shown(
        "<p><math><msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup><mi mathvariant='normal'>d</mi></math>"
    )

    assert "<i>x</i><sub><i>i</i></sub><sup>2</sup>d" in markup


@pytest.mark.parametrize(
    "markup",
    [
        MATH,
        KATEX,
        WIKIPEDIA,
        MATHJAX_3,
        MATHJAX_2,
        MATHJAX_2_ASSISTIVE,
        re.sub(r"<(/?)", r"<\1mml:", MATH),
    ],
    ids=["plain", "katex", "wikipedia", "mathjax 3", "mathjax 2", "mathjax 2 assistive", "prefixed"],
)
def test_a_formula_is_shown_once_whatever_program_set_it(markup: str) -> None:
    page = f"<p>Before {markup} after.</p>"

    assert body_text(shown(page).encode()) == visible(f"Before{SHOWN_ENERGY}after.")


def test_tex_is_shown_where_there_is_nothing_better() -> None:
    assert "<code>E=mc^2</code>" in shown('<p>See <script type="math/tex">E=mc^2</script>.</p>')
    assert ">E=mc^2</code>" in shown(f"<p>See <math><semantics><mrow></mrow>{TEX}</semantics></math>.</p>")
    assert shown("<p>No <math></math> formula.</p>").strip() == "<p>No  formula.</p>"


def test_a_picture_of_a_formula_stays_where_there_is_nothing_else() -> None:
    markup = '<p><span class="mwe-math-element"><img src="https://example.org/e.svg" alt="E=mc^2"></span></p>'

    assert body_text(shown(markup).encode()) == visible("E=mc^2")


def test_a_displayed_formula_stands_apart() -> None:
    assert "<div><span" in shown(f'<div><math display="block">{ENERGY}</math></div>')
    assert "<br>" in shown(f'<p>So <span class="katex-display"><span class="katex">{MATH}</span></span>.</p>')


def test_a_formula_nested_beyond_reason_keeps_its_letters() -> None:
    formula = "<math>" + "<mrow>" * 200 + "<mi>x</mi>" + "</mrow>" * 200 + "</math>"

    assert read_aloud(formula) == "x"


def test_a_formula_is_laid_out_to_its_last_sign() -> None:
    page = f"<html><body>{shown(f'<p><math>{FRACTION}</math></p>')}</body></html>".encode()

    assert laid_out_text(page) == visible("x=(−b±√(b²−4ac))/(2a)")
