import pytest

from reader_app.intake.page import prepare
from reader_app.intake.tree import parse, text_of


@pytest.mark.parametrize(
    "markup",
    [
        "<title>T</title><nav>Home</nav><article><p>Terns</p></article>",
        "<html><title>T</title><nav>Home</nav><p>Terns</html>",
        "<html><head><title>T</title><nav>Home</nav><p>Terns",
        "<title>T</title><main>Home<p>Terns</p></main>",
        "<title>T</title><nav>Home</nav><script>x()</script><section>Terns</section>",
    ],
)
def test_a_page_that_does_not_say_where_its_body_begins_has_all_of_it(markup: str) -> None:
    root = parse(f"<!DOCTYPE html>{markup}")

    body = root.find("body")
    assert body is not None
    assert text_of(body).split() == ["Home", "Terns"]
    assert [title.text for title in root.iterfind("head/title")] == ["T"]


def test_a_head_without_a_body_stays_a_head() -> None:
    root = parse("<html><head><title>T</title><meta name=a><script>x()</script></head></html>")

    assert root.find("body") is None


def test_what_a_page_states_of_itself_in_its_body_outlives_its_scripts() -> None:
    root = parse(
        '<p>A</p><script type="application/ld+json">{"@type": "QAPage"}</script>b<script>c()</script>'
    )

    body = prepare(root, "")

    assert text_of(body).split() == ["A", "b"]
    assert [script.text for script in root.iter("script")] == ['{"@type": "QAPage"}']
