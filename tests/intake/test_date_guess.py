from reader_app.intake.html import read


def published(body: str) -> tuple[str, bool]:
    metadata = read(
        f"<html><body><h1>Title</h1>{body}<p>Some text.</p></body></html>".encode(), "a.html"
    ).metadata
    return metadata.published, metadata.is_date_guessed


def test_a_stated_date_is_no_guess() -> None:
    assert published("<time datetime='2021-03-04'>yesterday</time>") == ("2021-03-04", False)


def test_a_date_made_out_from_the_text_is_a_guess() -> None:
    assert published("<p class='date'>Published on March 4, 2021</p>") == ("2021-03-04", True)


def test_a_page_without_a_date_has_none() -> None:
    assert published("<p>Long ago.</p>") == ("", False)


def test_a_date_to_come_is_not_believed() -> None:
    assert published("<p class='date'>Published on March 4, 2399</p>") == ("", False)
