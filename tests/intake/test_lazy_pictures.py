import pytest
from lxml import etree

from reader_app.intake.lazy_pictures import best_of, find_lazy_pictures
from reader_app.intake.tree import parse

BLANK = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


def pictures(body: str) -> list[str]:
    root = parse(f"<body>{body}</body>")
    find_lazy_pictures(root)
    etree.strip_elements(root, "noscript", with_tail=False)
    return [picture.get("src", "") for picture in root.iter("img")]


@pytest.mark.parametrize(
    "body",
    [
        f"<img src='{BLANK}' data-src='a.jpg'>",
        f"<img src='{BLANK}' data-srcset='small.jpg 400w, a.jpg 1600w'>",
        "<img src='/static/placeholder.png' data-original='a.jpg'>",
        "<img data-some-name-of-their-own='a.jpg'>",
        f"<picture><source data-srcset='a.jpg'><img src='{BLANK}'></picture>",
        f"<img src='{BLANK}'><noscript><img src='a.jpg'></noscript>",
        "<p><noscript><img src='a.jpg'></noscript></p>",
        "<figure data-src='a.jpg'></figure>",
        "<amp-img src='a.jpg'></amp-img>",
        "<picture><source srcset='other.avif'><img src='a.jpg'></picture>",
        "<img src='thumbnail.jpg' srcset='a.jpg 1200w'>",
        "<img src='a.jpg' data-src='placeholder.gif'>",
    ],
)
def test_a_picture_gets_the_address_it_would_show_in_the_end(body: str) -> None:
    assert pictures(body) == ["a.jpg"]


def test_a_picture_is_not_shown_twice() -> None:
    assert pictures("<img class='lazy' data-src='a.jpg'><noscript><img src='a.jpg'></noscript>") == ["a.jpg"]


@pytest.mark.parametrize(
    ("source_set", "best"),
    [
        ("a.jpg 400w, b.jpg 1300w, c.jpg 4000w", "b.jpg"),
        ("a.jpg 400w, b.jpg 800w", "b.jpg"),
        ("a.jpg, b.jpg 2x, c.jpg 4x", "b.jpg"),
        ("https://x.example/w_400,c_fit/a.jpg 400w", "https://x.example/w_400,c_fit/a.jpg"),
        ("", ""),
    ],
)
def test_of_a_set_the_picture_that_is_wide_enough_is_taken(source_set: str, best: str) -> None:
    assert best_of(source_set) == best
