"""Remembers the choices of an export for the next one; those of what is said beside the notes by format."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from reader_app.export.options import ExportOptions, Format, Layout, Order
from reader_app.gui.settings import (
    AUTHOR,
    EXPORT_BOUND,
    EXPORT_DATES,
    EXPORT_FONT_SIZE,
    EXPORT_FORMAT,
    EXPORT_LAYOUT,
    EXPORT_LEGEND,
    EXPORT_NOTES_ONLY,
    EXPORT_ORDER,
    EXPORT_PAPER,
    EXPORT_QUOTES,
    EXPORT_SUMMARY,
    EXPORT_TAGS,
    EXPORT_TEMPLATE,
    Setting,
    Settings,
)

T = TypeVar("T", str, float, bool, bytes)


@dataclass(frozen=True, slots=True)
class ExportMemory:
    """What was chosen the last time.

    Attributes:
        settings: Where it is kept.
    """

    settings: Settings

    @property
    def format(self) -> Format:
        """What was written last."""
        return Format(self.settings.get(EXPORT_FORMAT))

    @property
    def notes_only(self) -> bool:
        """Whether marks without a note were left out."""
        return self.settings.get(EXPORT_NOTES_ONLY)

    @property
    def is_bound(self) -> bool:
        """Whether several articles became one file."""
        return self.settings.get(EXPORT_BOUND)

    def options(self, written: Format) -> ExportOptions:
        """Return the options that a format had the last time."""
        get = self.settings.get
        template = get(EXPORT_TEMPLATE)
        fresh = ExportOptions()
        return replace(
            fresh,
            format=written,
            layout=Layout(get(EXPORT_LAYOUT)),
            paper=get(EXPORT_PAPER),
            style=replace(fresh.style, font_size=get(EXPORT_FONT_SIZE)),
            order=Order(get(_of(written, EXPORT_ORDER))),
            quotes=get(_of(written, EXPORT_QUOTES)),
            tags=get(_of(written, EXPORT_TAGS)),
            dates=get(_of(written, EXPORT_DATES)),
            legend=get(_of(written, EXPORT_LEGEND)),
            summary=get(_of(written, EXPORT_SUMMARY)),
            author=get(AUTHOR),
            template=Path(template) if template else None,
        )

    def keep_format(self, written: Format) -> None:
        """Keep the format, where it could be chosen."""
        self.settings.set(EXPORT_FORMAT, written.value)

    def keep_bound(self, is_bound: bool) -> None:
        """Keep whether several articles become one file, where there are several."""
        self.settings.set(EXPORT_BOUND, is_bound)

    def keep(self, options: ExportOptions, *, notes_only: bool) -> None:
        """Keep what is chosen for a format."""
        put, written = self.settings.set, options.format
        put(EXPORT_LAYOUT, options.layout.value)
        put(EXPORT_PAPER, options.paper)
        put(EXPORT_FONT_SIZE, options.style.font_size)
        put(_of(written, EXPORT_ORDER), options.order.value)
        put(_of(written, EXPORT_QUOTES), options.quotes)
        put(_of(written, EXPORT_TAGS), options.tags)
        put(_of(written, EXPORT_DATES), options.dates)
        put(_of(written, EXPORT_LEGEND), options.legend)
        put(_of(written, EXPORT_SUMMARY), options.summary)
        put(EXPORT_NOTES_ONLY, notes_only)
        if written is Format.MARKDOWN:
            put(EXPORT_TEMPLATE, str(options.template or ""))


def _of(written: Format, setting: Setting[T]) -> Setting[T]:
    """Return the setting as one format has it."""
    return replace(setting, key=f"{setting.key}_{written.value}")
