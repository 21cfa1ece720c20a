"""What a document looks like once it is laid out: pages, outline, colors."""

from dataclasses import dataclass, replace

# Points. A narrower column is scrolled sideways; in one narrower than the second its margins shrink.
_NARROWEST = 260.0
_NARROW = 400.0
_NARROW_MARGIN = 18.0


@dataclass(frozen=True, slots=True)
class ReadingStyle:
    """How text that reflows is set.

    Attributes:
        font_family: "serif", "sans-serif" or "monospace".
        font_size: In points.
        width: Of the column with its side margins, in points.
        margin: Left and right of the text inside the column, in points.
        line_height: As a multiple of the font size.
        justify: Whether the right edge is straight.
    """

    font_family: str = "serif"
    font_size: float = 13.0
    width: float = 520.0
    margin: float = 36.0
    line_height: float = 1.5
    justify: bool = False

    def fitted(self, room: float) -> "ReadingStyle":
        """Return the style with its column, in whole points, not wider than the room for it."""
        width = max(min(self.width, room), min(_NARROWEST, self.width))
        margin = self.margin if width > _NARROW else min(_NARROW_MARGIN, self.margin)
        return replace(self, width=float(int(width)), margin=margin)


@dataclass(frozen=True, slots=True)
class PageColors:
    """The colors that black on white becomes, each "#rrggbb"."""

    ink: str = "#000000"
    paper: str = "#ffffff"

    @property
    def is_plain(self) -> bool:
        """Whether nothing has to be exchanged."""
        return self.ink == "#000000" and self.paper.lower() == "#ffffff"

    @property
    def is_dark(self) -> bool:
        """Whether the paper is darker than the ink."""
        return _lightness(self.paper) < _lightness(self.ink)


def _lightness(color: str) -> int:
    return sum(int(color[at : at + 2], 16) for at in (1, 3, 5))


@dataclass(frozen=True, slots=True)
class PageBox:
    """A laid-out page: a PDF page as displayed, or a strip of text that reflows.

    Attributes:
        width: In points.
        height: In points.
        section: The section it belongs to.
    """

    width: float
    height: float
    section: int


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the table of contents.

    Attributes:
        level: From 1.
        title: Its text.
        page: Zero-based page, -1 where the entry leads nowhere.
        top: In points from the top of the page.
    """

    level: int
    title: str
    page: int
    top: float = 0.0


@dataclass(frozen=True, slots=True)
class DocumentLayout:
    """A document as it is laid out now.

    Attributes:
        pages: In order.
        section_count: Number of sections.
        outline: The table of contents.
        reflows: Whether a ``ReadingStyle`` changes it; such pages join without a seam.
        may_annotate: False where the file's owner forbids annotations (PDF permissions).
    """

    pages: tuple[PageBox, ...]
    section_count: int
    outline: tuple[OutlineEntry, ...]
    reflows: bool
    may_annotate: bool = True
