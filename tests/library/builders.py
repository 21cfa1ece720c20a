"""What the library's tests are made of: real articles and annotations, small."""

import os
import subprocess
import sys
from pathlib import Path

from reader_app.core.annotation import Annotation, Target, new_annotation
from reader_app.core.article import Article, Metadata
from reader_app.core.text import Gap, SectionText
from reader_app.library.library import Library
from reader_app.library.new_article import NewArticle


def section(reading: str) -> SectionText:
    """Return a section that reads like this: words, and a paragraph on each line."""
    chars, gaps, gap = [], bytearray(), Gap.NONE
    for char in reading:
        if char == "\n":
            gap = Gap.PARAGRAPH
        elif char == " ":
            gap = Gap.SPACE
        else:
            chars.append(char)
            gaps.append(gap)
            gap = Gap.NONE
    return SectionText("".join(chars), bytes(gaps))


def new_article(
    library: Library,
    title: str = "A title",
    *,
    text: str | None = None,
    tags: tuple[str, ...] = (),
    content: bytes | None = None,
    **metadata: object,
) -> NewArticle:
    sha256 = library.files.store(content or title.encode("utf-8", "replace"), ".html")
    return NewArticle(
        metadata=Metadata(title=title, **metadata),  # type: ignore[arg-type]  # passed through
        media_type="text/html",
        reading_file=sha256,
        original_file=sha256,
        tags=tags,
        texts=None if text is None else (section(text),),
    )


def add_article(library: Library, title: str = "A title", **rest: object) -> Article:
    article, is_new = library.articles.add(new_article(library, title, **rest))  # type: ignore[arg-type]
    assert is_new
    return article


def annotation_on(
    article: Article | NewArticle, exact: str = "some words", *, start: int = 0, **rest: object
) -> Annotation:
    target = Target(0, start, start + len(exact.replace(" ", "")), exact, "before", "after")
    return new_annotation(article.id, (target,), **rest)  # type: ignore[arg-type]


def run_program(code: str, *arguments: object) -> "subprocess.Popen[str]":
    """Start another Python program that can import what this one can."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below the folder with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
