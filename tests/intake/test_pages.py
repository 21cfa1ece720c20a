from reader_app.intake.html import read
from reader_app.intake.pages import MOST_PAGES, Page, bundle, pages_of
from reader_app.intake.surroundings import Surroundings

ADDRESS = "https://example.org/terns"


def sentence(number: int) -> str:
    return f"Tern number {number} flies over the cold water of the bay and comes back with a silver fish."


def page(number: int, extra: str = "") -> str:
    paragraphs = "".join(f"<p>{sentence(10 * number + part)}" for part in range(5))
    return (
        f"<!DOCTYPE html><html lang=en><title>Terns</title><body><article><h1>Terns</h1>"
        f"<p class=byline>By Ann Lee</p>{paragraphs}{extra}</article></body></html>"
    )


def reading(*pages: Page) -> str:
    source = bundle(pages).encode()
    return (read(source, ADDRESS, Surroundings(address=ADDRESS, charset="utf-8")).reading or b"").decode()


def test_a_page_alone_stays_as_it_is() -> None:
    assert bundle([Page("", page(1))]) == page(1)
    assert pages_of(page(1)) == [Page("", page(1))]


def test_pages_come_out_as_they_went_in() -> None:
    pages = [Page("", page(1)), Page(f"{ADDRESS}?page=2", page(2)), Page(f"{ADDRESS}?page=3", "")]

    assert pages_of(bundle(pages)) == pages


def test_pages_become_one_article_with_one_title() -> None:
    joined = reading(Page("", page(1)), Page(f"{ADDRESS}/2", page(2)), Page(f"{ADDRESS}/3", page(3)))

    places = [joined.index(sentence(10 * number + part)) for number in (1, 2, 3) for part in range(5)]
    assert places == sorted(places)
    assert joined.count("<h1>") == 1
    assert joined.count("By Ann Lee") <= 1
    assert joined.endswith("</article>\n</body>\n</html>\n")
    assert joined.count("<article>") == 1


def test_a_page_that_says_nothing_new_is_left_out() -> None:
    again = page(1, "<p>A comment of a reader that was not there before, but is short beside all the rest.")

    assert reading(Page("", page(1)), Page(f"{ADDRESS}/2", again)) == reading(Page("", page(1)))


def test_a_page_that_could_not_be_had_is_linked() -> None:
    joined = reading(Page("", page(1)), Page(f"{ADDRESS}?a=1&page=2", ""))

    address = f"{ADDRESS}?a=1&amp;page=2"
    assert f'<p><a href="{address}">{address}</a></p>' in joined


def test_links_of_each_page_are_relative_to_it_and_notes_stay_its_own() -> None:
    notes = '<p>See<a href="#n">1</a> and <a href="more">more</a> and <a href="#x">x</a></p><p id="n">Note'

    joined = reading(Page("", page(1, notes + " one")), Page(f"{ADDRESS}/2/", page(2, notes + " two")))

    assert '<a href="#n">' in joined
    assert 'id="n"' in joined
    assert '<a href="#page2-n">' in joined
    assert 'id="page2-n"' in joined
    assert "https://example.org/more" in joined
    assert "https://example.org/terns/2/more" in joined


def test_signs_that_the_layout_would_misread_stay_as_they_are() -> None:
    joined = reading(
        Page("", page(1)), Page(f"{ADDRESS}/2", page(2, "<p>Write &amp;lt; for a sign &lt;b&gt;."))
    )

    assert "&amp;<wbr>lt;" in joined
    assert "&lt;b&gt;" in joined


def test_a_file_that_claims_to_be_endless_pages_gives_twenty() -> None:
    pages = [Page("", "x"), *(Page(f"{ADDRESS}/{number}", "x") for number in range(2, 60))]

    assert len(pages_of(bundle(pages))) == MOST_PAGES
