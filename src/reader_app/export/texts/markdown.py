"""Writes an article's annotations as a Markdown file, through a template that the reader may replace.

A template runs in a sandbox: it gets texts, reads no file, asks no network, and cannot go on for ever
writing.
"""

import time
import traceback
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reader_app.core.annotation import Label
from reader_app.errors import ExportError
from reader_app.export.item import ExportItem
from reader_app.export.options import ExportOptions
from reader_app.export.texts.markdown_words import hashtag, plain_markdown, whole_note, yaml, yaml_tags
from reader_app.export.texts.views import annotation_views, article_view

DEFAULT_TEMPLATE: Final = "notes.md.jinja"
"""Its name, by which a reader's own can extend it."""

_OWN: Final = "the template"
_LONGEST_TEMPLATE: Final = 1 << 20  # bytes
_LONGEST: Final = 256 << 20  # characters: far more than any notes, far less than what fills a disk
_SECONDS: Final = 120.0


def markdown_text(items: Sequence[ExportItem], labels: Sequence[Label], options: ExportOptions) -> str:
    """Return the notes on one article.

    Raises:
        ExportError: There are several, or the reader's template cannot be read or has a mistake.
    """
    if len(items) != 1:
        raise ExportError("A Markdown file holds the notes on one article; export several to a folder.")
    (item,) = items
    environment = _Sandbox(None if options.template is None else _read(options.template))
    values = {
        "article": article_view(item.article),
        "annotations": annotation_views(item, labels, options),
        "labels": tuple(label.name for label in labels),
        "with_quotes": options.quotes,
        "with_tags": options.tags,
        "with_dates": options.dates,
    }
    text = "".join(environment.pieces(values))
    return f"{text.strip()}\n"


class _Sandbox(ImmutableSandboxedEnvironment):
    """Renders one template that nobody has to trust."""

    def __init__(self, own: str | None) -> None:
        def load(name: str) -> tuple[str, str, None]:
            if name == DEFAULT_TEMPLATE:
                default = files("reader_app.export") / "templates" / DEFAULT_TEMPLATE
                return default.read_text(encoding="utf-8"), name, None
            if name == _OWN and own is not None:
                return own, name, None
            raise TemplateNotFound(name)

        super().__init__(
            loader=FunctionLoader(load),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=lambda value: "" if value is None else value,
            autoescape=False,
        )
        self._name = DEFAULT_TEMPLATE if own is None else _OWN
        self._end = time.monotonic() + _SECONDS
        self.filters |= {
            "md": plain_markdown,
            "note": whole_note,
            "hashtag": hashtag,
            "yaml": yaml,
            "yaml_tags": yaml_tags,
        }

    def pieces(self, values: dict[str, object]) -> Iterator[str]:
        """Yield what the template writes.

        Raises:
            ExportError: It has a mistake, or writes without end.
        """
        length = 0
        try:
            for piece in self.get_template(self._name).generate(values):
                length += len(piece)
                self._check(length)
                yield piece
        except ExportError:
            raise
        except Exception as error:  # an expression in a template can raise anything
            raise ExportError(_sentence(error)) from error

    def call(self, context: Context, obj: object, *args: object, **kwargs: object) -> object:
        """Call what the template calls; not for ever."""
        self._check(0)
        return super().call(context, obj, *args, **kwargs)

    def _check(self, length: int) -> None:
        if length > _LONGEST or time.monotonic() > self._end:
            raise ExportError("The template was stopped: it writes without end.")


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST_TEMPLATE + 1)
        if len(content) > _LONGEST_TEMPLATE:
            raise ExportError(f"The template “{path.name}” is too large to be one.")
        return content.decode("utf-8-sig")
    except OSError as error:
        raise ExportError(f"Cannot read the template “{path.name}”: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ExportError(f"The template “{path.name}” is no text in UTF-8.") from error


def _sentence(error: Exception) -> str:
    """Return what is wrong with a template, and in which line."""
    line = error.lineno if isinstance(error, TemplateSyntaxError) else _line_of(error)
    if isinstance(error, TemplateNotFound):
        reason = f"there is no other template “{error.name}” that it could use"
    elif isinstance(error, TemplateError):
        reason = " ".join((error.message or type(error).__name__).split()).removesuffix(".")
    else:
        reason = " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(".").removesuffix(":")
    where = f" in line {line}" if line else ""
    return f"The template has a mistake{where}: {reason}."


def _line_of(error: Exception) -> int:
    """Return the line of the template at which an error was raised, 0 if none is known."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno or 0 for frame in reversed(frames) if frame.filename == _OWN), 0)
