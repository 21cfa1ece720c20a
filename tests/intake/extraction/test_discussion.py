import pytest

from intake.extraction.pages import MENU, Prose, extraction_of, markup_in, text_in


def forum(prose: Prose, count: int = 6) -> str:
    return "".join(
        f"<div id='p{n}' class='post'><dl class='profile'><dt><a class='username'>otto{n}</a></dt>"
        f"<dd>Joined in the spring</dd></dl><div class='inner'><a class='button'>Quote</a>"
        f"<div class='content'>{prose.sentence()}<br>{prose.sentence()}</div></div></div>"
        for n in range(count)
    )


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("<meta name='generator' content='phpBB 3.3'>", ""),
        ('<script type="application/ld+json">{"@type": "QAPage"}</script>', ""),
        ("", "<div>Powered by vBulletin</div>"),
        ("", ""),
    ],
)
def test_all_posts_of_a_thread_are_kept_below_their_authors(head: str, foot: str) -> None:
    text = text_in(f"{MENU}<div id='thread'>{forum(Prose())}</div>{foot}", head=head)

    assert text.startswith("otto0 In year 1701")
    assert text.count("In year") == 12
    assert "otto5" in text
    assert "Joined" not in text
    assert "Quote" not in text


def test_a_question_built_unlike_its_answers_is_kept() -> None:
    prose = Prose()
    question = f"<td class='top'>{prose.sentence()}</td>"

    text = text_in(f"<table><tr>{question}</tr></table>{forum(prose)}")

    assert text.startswith("In year 1701")


def test_posts_below_an_article_are_not_what_the_page_is_about() -> None:
    prose = Prose()
    article = f"<article><h1>One title</h1>{prose.paragraphs(4)}</article>"

    text = text_in(f"{article}<section class='comments'>{forum(prose, 12)}</section>", "One title")

    assert text.count("In year") == 12
    assert "otto3" not in text


def test_articles_of_a_blog_are_no_thread() -> None:
    prose = Prose()
    posts = "".join(
        f"<div class='post'><h2>Title {n}</h2><a class='author'>Ann</a>"
        f"<div class='text'>{prose.paragraph()}</div></div>"
        for n in range(6)
    )

    assert "<h2>Title 3</h2>" in markup_in(f"<div>{posts}</div>")


def test_a_thread_that_nothing_but_its_shape_tells_is_doubtful() -> None:
    assert extraction_of(forum(Prose())).is_doubtful
    assert not extraction_of(forum(Prose()) + "<p>Powered by phpBB</p>").is_doubtful
