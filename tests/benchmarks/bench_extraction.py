"""Compares the article that this program finds in a page with what single extractors find, on the same pages.

Run it by hand: ``python tests/benchmarks/bench_extraction.py [FOLDER]``. The folder has a sub-folder for each
page, with ``source.html``, ``expected.txt`` and, if there is one, ``expected.html``; by default it is the
``html`` folder of the corpus. Extractors that are not installed are left out: trafilatura always runs,
readability-lxml and resiliparse where they can be imported, Mozilla's Readability where the environment
variable ``READABILITY_NODE`` names a folder with the node packages ``@mozilla/readability`` and ``jsdom``.

Where a page has no ``expected.html``, the structure expected is that of the page's own elements whose text
is in ``expected.txt``. Formulas and the "[edit]" beside a heading are taken out of page and expectation
alike: the expectations have formulas as pictures only, and this program shows them as text. A line that is
the page's title does not count on any side, nor do captions as text: to some they are part of the article,
to others they are not.
"""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from extraction_measures import (
    KINDS,
    elements,
    elements_told,
    recall,
    shingle_score,
    text_of,
    word_score,
    words,
)
from lxml import etree

from reader_app.core.article import Form
from reader_app.intake.extraction.extract import extract
from reader_app.intake.html_metadata import metadata_of
from reader_app.intake.page import prepare
from reader_app.intake.tree import parse

CHECKOUT = Path(__file__).parents[2]
HANDLES = ("mw-editsection", "mwe-math-element", "MathJax_Preview")
SCRIPT = """
const { Readability } = require('@mozilla/readability'); const { JSDOM, VirtualConsole } = require('jsdom');
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const options = { url: 'https://page.example/', virtualConsole: new VirtualConsole() };
  const page = new JSDOM(JSON.parse(line), options);
  const found = new Readability(page.window.document).parse();
  console.log(JSON.stringify(found ? found.content : ''));
});
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and what people say is its article."""

    name: str
    source: str
    title: list[str]
    text: str
    elements: dict[str, Counter[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """What an extractor made of a page; without markup, its structure is not judged."""

    text: str
    markup: str | None = None


@dataclass(slots=True)
class Tally:
    """An extractor's results over all pages."""

    scores: list[tuple[float, float, float, float]] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


Extractor = Callable[[str], Found]


def tree(markup: str) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    root = etree.fromstring((markup or "<p></p>").encode(), parser)
    return etree.fromstring(b"<p></p>", parser) if root is None else root


def without_handles(markup: str) -> str:
    root = tree(markup)
    for element in list(root.iter()):
        classes = element.get("class", "").split()
        is_handle = element.tag == "math" or any(name in classes for name in HANDLES)
        if is_handle or (element.tag == "span" and "".join(element.itertext()).strip() == "[edit]"):
            element.tag = "reader-handle"
    etree.strip_elements(root, "reader-handle", with_tail=False)
    return etree.tostring(root, encoding="unicode", method="html")


def pages(folder: Path) -> Iterable[Page]:
    for place in sorted(path.parent for path in folder.glob("*/source.html")):
        source = without_handles((place / "source.html").read_text(encoding="utf-8", errors="replace"))
        text = (place / "expected.txt").read_text(encoding="utf-8")
        structured = place / "expected.html"
        if structured.exists():
            root = tree(without_handles(structured.read_text(encoding="utf-8")))
            text, expected = text_without_captions(root), elements(root)
        else:
            expected = elements_told(tree(source), text)
        title = words(metadata_of(parse(source), source, place.name).title)
        expected["headings"].pop(" ".join(title), None)
        yield Page(place.name, source, title, without_title(text, title), expected)


def without_title(text: str, title: list[str]) -> str:
    return "\n".join(line for line in text.splitlines() if words(line) != title)


def of_markup(markup: str) -> Found:
    root = tree(markup)
    body = root.find("body")
    return Found(text_without_captions(root if body is None else body), markup)


def text_without_captions(root: etree._Element) -> str:
    root = deepcopy(root)
    etree.strip_elements(root, "figcaption", with_tail=False)
    return text_of(root)


def ours(source: str) -> Found:
    root = parse(source)
    extraction = extract(root, prepare(root, ""), Form.ARTICLE)
    return of_markup(etree.tostring(extraction.element, encoding="unicode", method="html", with_tail=False))


def trafilatura_text(source: str) -> Found:
    from trafilatura import extract as extract_text

    return Found(extract_text(source, include_comments=False) or "")


def trafilatura_html(source: str) -> Found:
    from trafilatura import extract as extract_text

    wanted = {"include_links": True, "include_images": True, "include_formatting": True}
    return of_markup(extract_text(source, output_format="html", include_comments=False, **wanted) or "")


def readability_lxml(source: str) -> Found:
    from readability import Document

    return of_markup(Document(source).summary())


def resiliparse(source: str) -> Found:
    from resiliparse.extract.html2text import extract_plain_text

    return Found(extract_plain_text(source, main_content=True))


def mozilla_readability(node_folder: str) -> Extractor:
    node = subprocess.Popen(
        ["node", "-e", SCRIPT], cwd=node_folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def find(source: str) -> Found:
        assert node.stdin is not None
        assert node.stdout is not None
        node.stdin.write(json.dumps(source) + "\n")
        node.stdin.flush()
        return of_markup(json.loads(node.stdout.readline()))

    return find


def extractors() -> dict[str, Extractor]:
    found: dict[str, Extractor] = {
        "this program": ours,
        "trafilatura, text": trafilatura_text,
        "trafilatura, HTML": trafilatura_html,
    }
    if folder := os.environ.get("READABILITY_NODE"):
        found["Mozilla Readability"] = mozilla_readability(folder)
    if find_spec("readability"):
        found["readability-lxml"] = readability_lxml
    if find_spec("resiliparse"):
        found["resiliparse"] = resiliparse
    return found


def judge(tally: Tally, page: Page, found: Found) -> None:
    text = without_title(found.text, page.title)
    by_word, by_run = word_score(text, page.text), shingle_score(text, page.text)
    tally.scores.append((by_word.f1, by_run.precision, by_run.recall, by_run.f1))
    if found.markup is None:
        return
    got = elements(tree(found.markup))
    for kind in KINDS:
        some, all_of_them = recall(got[kind], page.elements[kind])
        tally.found[kind] += some
        tally.expected[kind] += all_of_them


def main() -> None:
    default = Path(os.environ.get("READER_APP_CORPUS", CHECKOUT.parent / "shared" / "corpus")) / "html"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    found = extractors()
    tallies = {name: Tally() for name in found}
    for page in pages(folder):
        for name, extractor in found.items():
            started = time.perf_counter()
            article = extractor(page.source)
            tallies[name].seconds += time.perf_counter() - started
            judge(tallies[name], page, article)

    heads = ["words F1", "4-runs P", "R", "F1", "ms", *KINDS]
    print(f"{'':22}" + "".join(f"{head:>11}" for head in heads))
    for name, tally in tallies.items():
        count = len(tally.scores)
        means = [sum(score[at] for score in tally.scores) / count for at in range(4)]
        cells = [f"{mean:.4f}" for mean in means] + [f"{tally.seconds / count * 1000:.0f}"]
        if tally.expected:
            cells += [f"{100 * tally.found[kind] / max(tally.expected[kind], 1):.1f}" for kind in KINDS]
        print(f"{name:22}" + "".join(f"{cell:>11}" for cell in cells))
    expected = tallies["this program"].expected
    print(f"{count} pages; " + ", ".join(f"{expected[kind]} {kind}" for kind in KINDS))


if __name__ == "__main__":
    main()
