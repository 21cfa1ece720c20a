"""What the reader does to add articles, in a real window."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from end_to_end.screen import PATIENCE, Program, wait_until
from reader_app.core.annotation import Status
from reader_app.core.article import Form

pytestmark = pytest.mark.window

PARAGRAPHS = "".join(
    f"<p>Sentence number {n} tells of the tide, of quay {n * 7}, and of what the town of {n * 13} boats said"
    " about it in the year before the storm came over the sea and took the old harbor away.</p>"
    for n in range(30)
)
PAGE = f"""
<!DOCTYPE html><html lang="en"><head><title>The tide</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About the paper</a></li></ul></nav>
<article><h1>The tide</h1>{PARAGRAPHS}</article>
<footer><p>Imprint and privacy of the paper</p></footer></body></html>
"""


class PageHandler(BaseHTTPRequestHandler):
    """Gives the page, whatever is asked for."""

    def do_GET(self) -> None:
        body = PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), PageHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/tide"
    server.shutdown()
    server.server_close()
    thread.join()


def wait_for_title(program: Program, title: str) -> None:
    wait_until(lambda: program.title().startswith(title), f"{title} is open")


def wait_for_dialog(program: Program, title: str) -> None:
    wait_until(
        lambda: title in program.screen.tool("getactivewindow", "getwindowname"),
        f"the dialog {title} is open",
    )


def test_address_is_saved_by_the_dialog(program: Program, address: str) -> None:
    program.show()

    program.keys("ctrl+shift+o")
    wait_for_dialog(program, "Save an address")
    program.type(address)
    program.keys("Return")

    wait_for_title(program, "The tide")
    assert len(program.wait_for_text()) > 5
    [saved] = [article for article in program.articles() if article.title == "The tide"]
    assert saved.metadata.url == address


def test_copied_quote_is_pasted_as_an_article(program: Program) -> None:
    program.show()
    program.select_line(3)
    program.keys("ctrl+c")

    program.keys("ctrl+v")

    wait_until(lambda: len(program.articles()) == 2, "the pasted words are an article")


def test_folder_is_added_and_cancelled_in_the_middle(program: Program, tmp_path: Path) -> None:
    program.show()
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(400):
        (folder / f"page{number:03d}.html").write_text(PAGE.replace("quay", f"quay {number} and"))

    assert program.launch(folder).wait(PATIENCE) == 0
    wait_until(lambda: len(program.articles()) > 3, "the first are added")
    program.keys("ctrl+period")
    wait_until(lambda: not program.is_adding(), "it is cancelled")

    kept = len(program.articles())
    assert 3 < kept < 400
    assert len(program.wait_for_text()) > 5
    program.quit()
    assert len(program.articles()) == kept


def test_whole_page_is_shown_with_the_mark_and_back(program: Program, tmp_path: Path) -> None:
    page = tmp_path / "tide.html"
    page.write_text(PAGE)
    program.show(page)
    program.select_line(3)
    program.keys("2")
    [before] = program.wait_for_annotations(1)

    program.keys("F6")
    wait_until(lambda: program.forms() == [Form.WHOLE_PAGE], "the whole page is shown")
    program.wait_for_text()
    [there] = program.annotations()
    assert (there.quote, there.status) == (before.quote, Status.PLACED)
    program.keys("F6")
    wait_until(lambda: program.forms() == [Form.ARTICLE], "the article is shown again")
    program.wait_for_text()

    assert program.annotations() == [before]
    program.select_line(6)
    program.keys("3")
    assert len(program.wait_for_annotations(2)) == 2
