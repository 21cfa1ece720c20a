import pytest

from reader_app.intake.page import prepare
from reader_app.intake.tree import parse, text_of

ANSWER = "The harbour office gives the key to anyone who asks for it before noon."


def seen(body: str) -> str:
    return " ".join(
        text_of(prepare(parse(f"<body><p>{'Much text stands here. ' * 20}</p>{body}</body>"), "")).split()
    )


@pytest.mark.parametrize(
    "panel",
    [
        f"<div class='accordion-collapse collapse' style='display:none'><p>{ANSWER}</p></div>",
        f"<div role='tabpanel' hidden>{ANSWER}</div>",
        f"<section class='mf-section-3' style='display: none'><p>{ANSWER}</p></section>",
    ],
)
def test_what_a_click_would_show_is_shown(panel: str) -> None:
    assert ANSWER in seen(panel)


@pytest.mark.parametrize(
    "hidden",
    [
        f"<div style='display:none'><p>{ANSWER}</p></div>",
        f"<div class='modal tab-pane' hidden><p>{ANSWER}</p></div>",
        f"<nav><div class='collapse' hidden><p>{ANSWER}</p></div></nav>",
        "<div class='panel' hidden><a href='/x'>A link that is as long as if it were a sentence</a></div>",
    ],
)
def test_what_is_meant_to_stay_hidden_stays_hidden(hidden: str) -> None:
    assert not seen(hidden).removeprefix("Much text stands here. " * 19 + "Much text stands here.")


def test_the_questions_on_buttons_are_kept_with_their_answers() -> None:
    text = seen(
        f"<h3><button>Who has the key?</button></h3><div class='accordion' hidden>{ANSWER}</div>"
        f"<button>And at night?</button><div class='panel' hidden>{ANSWER}</div><button>Send</button>"
    )

    assert "Who has the key?" in text
    assert "And at night?" in text
