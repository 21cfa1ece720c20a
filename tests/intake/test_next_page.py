import pytest

from reader_app.intake.next_page import next_page, page_number
from reader_app.intake.tree import parse

FIRST = "https://example.org/terns"


def following(body: str, address: str = FIRST, first: str = "", head: str = "") -> str | None:
    return next_page(parse(f"<head>{head}</head><body><p>x</p>{body}</body>"), address, first or address)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (FIRST, "https://example.org/terns?page=2"),
        (FIRST, "https://example.org/terns/2"),
        (f"{FIRST}/", "https://example.org/terns/2/"),
        (FIRST, "https://example.org/terns/page/2/"),
        (FIRST, "https://example.org/terns-2"),
        (FIRST, "https://example.org/terns,seite-2"),
        (FIRST, "https://example.org/terns/seite-2"),
        (FIRST, "https://example.org/terns?p=2"),
        (f"{FIRST}.html", "https://example.org/terns-2.html"),
        (f"{FIRST}.html", "https://example.org/terns_page2.html"),
        (f"{FIRST}.html", "https://example.org/terns.html/2"),
        (f"{FIRST}.html", "https://example.org/terns.html?page=2"),
        (f"{FIRST}?id=7", "https://example.org/terns?id=7&page=2"),
        (f"{FIRST}?page=1", "https://example.org/terns?page=2"),
        (f"{FIRST}/page/1", "https://example.org/terns/page/2"),
    ],
)
@pytest.mark.parametrize(
    "link",
    [
        '<a rel="next" href="{}">on</a>',
        '<div class="pagination"><a href="{}">2</a></div>',
        '<nav id="post-pages"><ul><li><a href="{}"><span>Next ›</span></a></ul></nav>',
        '<a class="page-link next" href="{}#top">»</a>',
        '<p class="pager"><a href="{}&amp;utm_source=x" aria-label="Nächste Seite"></a>',
    ],
)
def test_the_next_page_is_the_same_address_with_the_next_number(first: str, second: str, link: str) -> None:
    target = second if "?" in second or "utm" not in link else second + "?"

    assert following(link.format(target), first) == second


def test_a_link_in_the_head_names_the_next_page() -> None:
    head = '<link rel="next" href="/terns?page=2">'

    assert following("", head=head) == "https://example.org/terns?page=2"


@pytest.mark.parametrize(
    ("present", "target"), [("?page=2", "?page=3"), ("/2", "/3"), ("/page/9", "/page/10")]
)
def test_the_third_page_follows_the_second(present: str, target: str) -> None:
    pager = f'<div class="pager"><a href="{FIRST}">1</a><a href="{FIRST}{target}">next</a></div>'

    assert following(pager, FIRST + present, FIRST) == FIRST + target


def test_an_article_that_is_read_from_its_third_page_goes_on_there() -> None:
    link = '<a rel="next" href="?page=4">next</a>'

    assert following(link, f"{FIRST}?page=3") == f"{FIRST}?page=4"


@pytest.mark.parametrize(
    "link",
    [
        '<a rel="next" href="/another-post">Next post</a>',
        '<a rel="next" href="https://other.example/terns?page=2">next</a>',
        '<a rel="next" href="https://example.org:8443/terns?page=2">next</a>',
        '<a rel="next" href="?page=3">next</a>',
        '<a rel="next" href="?page=1">next</a>',
        '<a rel="next" href="?page=2&amp;sort=new">next</a>',
        '<a rel="next" href="?comment=2">next</a>',
        '<a rel="next" href="/terns/comment-page-2">next</a>',
        '<div class="comments"><a class="next" href="?page=2">next</a></div>',
        '<a rel="next" href="javascript:go(2)">next</a>',
        '<a rel="next" href="http://[1/">next</a>',
        '<a rel="next" href="/terns/02">next</a>',
        '<a href="?page=2">the second page of the table</a>',
        '<p>See <a href="/terns/2">2</a></p>',
        '<div class="pager"><a href="?page=2">Comments</a></div>',
        '<div class="pager"><a>2</a></div>',
    ],
)
def test_what_is_not_plainly_the_next_page_is_not_followed(link: str) -> None:
    assert following(link) is None


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("https://example.org/?p=12", "https://example.org/?p=13"),
        ("https://example.org/2024/05/terns", "https://example.org/2024/06/terns"),
        ("https://example.org/news/12345", "https://example.org/news/12346"),
        ("https://example.org/lesson-1", "https://example.org/lesson-2"),
        ("https://example.org/terns", "https://example.org/terns2"),
        ("https://example.org/terns", "https://example.org/terns/photos"),
        ("https://example.org/terns.html", "https://example.org/terns.php"),
        ("https://example.org/", "http://[1/"),
    ],
)
def test_another_article_is_no_page_of_this_one(first: str, other: str) -> None:
    assert page_number(first, other) is None


@pytest.mark.parametrize(
    ("address", "head", "body"),
    [
        ("https://example.org/", "", ""),
        (FIRST, '<meta property="og:type" content="website">', ""),
        (FIRST, "", "<article>a</article><article>b</article><article>c</article>"),
    ],
)
def test_a_list_of_articles_is_not_followed(address: str, head: str, body: str) -> None:
    link = '<link rel="next" href="?page=2">'

    assert following(body, address, head=head + link) is None
    assert following("", FIRST, head='<meta property="og:type" content="article">' + link) is not None
