"""Paints PDF pages with three independent programs and tells what an annotation changed in the picture.

Used by the tests of exported PDFs and by scripts that check many files.
"""

import io
import math
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pymupdf
import pypdfium2

from reader_app.core.geometry import Point, Quad, bounds_of_quads

# A pixel is dark where a person reads it as ink, and light where it is paper.
_DARK = 110
_LIGHT = 200
# What rounding changes in one channel without anybody seeing it: MuPDF blends a whole page in another way
# once anything on it is painted in Multiply.
_NOISE = 10


@dataclass(frozen=True)
class Picture:
    """A painted page: RGB, 3 bytes a pixel, rows without padding."""

    width: int
    height: int
    samples: bytes

    def row(self, y: int) -> bytes:
        return self.samples[y * self.width * 3 : (y + 1) * self.width * 3]

    def luma(self, x: int, y: int) -> float:
        at = (y * self.width + x) * 3
        red, green, blue = self.samples[at : at + 3]
        return 0.299 * red + 0.587 * green + 0.114 * blue


def paint_with_mupdf(path: Path, page: int, scale: float, password: str = "") -> Picture:
    with pymupdf.open(path, filetype="pdf") as document:
        document.authenticate(password)
        pixmap = document[page].get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
        return Picture(pixmap.width, pixmap.height, bytes(pixmap.samples))


def paint_with_pdfium(path: Path, page: int, scale: float, password: str = "") -> Picture:
    document = pypdfium2.PdfDocument(path, password=password or None)
    try:
        sheet = document[page]
        width, height = (math.ceil(side * scale) for side in sheet.get_size())
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, pypdfium2.raw.FPDFBitmap_BGR)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        # By a matrix: otherwise the page is stretched to whole pixels, and a wider one in another way.
        pypdfium2.raw.FPDF_RenderPageBitmapWithMatrix(
            bitmap,
            sheet,
            pypdfium2.raw.FS_MATRIX(scale, 0, 0, scale, 0, 0),
            pypdfium2.raw.FS_RECTF(0, 0, width, height),
            pypdfium2.raw.FPDF_ANNOT | pypdfium2.raw.FPDF_REVERSE_BYTE_ORDER,
        )
        return _picture_of_bitmap(bitmap)
    finally:
        document.close()


def paint_with_poppler(path: Path, page: int, scale: float, password: str = "") -> Picture:
    number = str(page + 1)
    command = ["pdftoppm", "-cropbox", "-r", f"{72 * scale:g}", "-f", number, "-l", number]
    command += ["-upw", password] if password else []
    run = subprocess.run([*command, str(path)], capture_output=True, check=True, timeout=100)
    return _picture_of_ppm(run.stdout)


PAINTERS: dict[str, Callable[[Path, int, float, str], Picture]] = {
    "mupdf": paint_with_mupdf,
    "pdfium": paint_with_pdfium,
}
if shutil.which("pdftoppm"):
    PAINTERS["poppler"] = paint_with_poppler


@dataclass(frozen=True)
class Change:
    """What differs between two pictures of a page.

    Attributes:
        changed: Pixels that differ.
        outside: Those of them that lie outside the quads, by more than the tolerance.
        covered: The part of the light pixels inside the quads that changed (1 for a good highlight).
        crossed: The part of the length, along the text, where something changed; of the worst quad. What
            lies beside the page does not count.
        ink_lost: Dark pixels inside the quads that are not dark any more.
        paper_lost: Light pixels inside the quads that became dark.
    """

    changed: int
    outside: int
    covered: float
    crossed: float
    ink_lost: int
    paper_lost: int

    @property
    def inside_part(self) -> float:
        """The part of the changed pixels that lies inside the quads."""
        return 1 - self.outside / self.changed if self.changed else 0.0


def compare(
    before: Picture, after: Picture, quads: Sequence[Quad], page_width: float, tolerance: float = 2.0
) -> Change:
    """Tell what changed.

    Args:
        before: The page without the annotation.
        after: The page with it.
        quads: Where it should be, in points of the displayed page.
        page_width: Of the displayed page, in the same points.
        tolerance: In pixels.
    """
    assert (before.width, before.height) == (after.width, after.height)
    scale = before.width / page_width
    frames = [_Frame.of(quad, scale) for quad in quads]
    changed = list(differences(before, after))
    outside = sum(1 for x, y in changed if not any(frame.holds(x, y, tolerance) for frame in frames))
    different = set(changed)
    light = covered = ink_lost = paper_lost = 0
    for x, y in _pixels_inside(frames, before):
        old, new = before.luma(x, y), after.luma(x, y)
        if old > _LIGHT:
            light += 1
            covered += (x, y) in different
            paper_lost += new < _DARK
        elif old < _DARK and new > old + _NOISE:
            ink_lost += 1
    crossed = [part for frame in frames if (part := frame.crossed(changed, before)) is not None]
    return Change(
        changed=len(changed),
        outside=outside,
        covered=covered / light if light else 1.0,
        crossed=min(crossed, default=1.0),
        ink_lost=ink_lost,
        paper_lost=paper_lost,
    )


@dataclass(frozen=True)
class _Frame:
    """A quad in pixels, with coordinates along and across its text."""

    origin: Point
    along: tuple[float, float]
    across: tuple[float, float]
    length: float
    height: float
    quad: Quad

    @classmethod
    def of(cls, quad: Quad, scale: float) -> "_Frame":
        scaled = Quad(*(Point(corner.x * scale, corner.y * scale) for corner in quad.corners))
        along, length = _unit(scaled.ul, scaled.ur)
        across, height = _unit(scaled.ul, scaled.ll)
        return cls(scaled.ul, along, across, length, height, scaled)

    def place(self, x: float, y: float) -> tuple[float, float]:
        dx, dy = x + 0.5 - self.origin.x, y + 0.5 - self.origin.y
        return dx * self.along[0] + dy * self.along[1], dx * self.across[0] + dy * self.across[1]

    def holds(self, x: int, y: int, tolerance: float) -> bool:
        along, across = self.place(x, y)
        return -tolerance <= along <= self.length + tolerance and (
            -tolerance <= across <= self.height + tolerance
        )

    def crossed(self, changed: Sequence[tuple[int, int]], picture: Picture) -> float | None:
        """Return the part of the length where a changed pixel lies; None beside the picture."""
        steps = max(math.floor(self.length / 2), 1)
        visible = {step for step in range(steps) if self._is_in(picture, (step + 0.5) / steps)}
        hit = set()
        for x, y in changed:
            along, across = self.place(x, y)
            if 0 <= along < self.length and -1 <= across <= self.height + 1:
                hit.add(min(int(along / self.length * steps), steps - 1))
        return len(hit & visible) / len(visible) if visible else None

    def _is_in(self, picture: Picture, part: float) -> bool:
        along = part * self.length
        x = self.origin.x + along * self.along[0] + self.height / 2 * self.across[0]
        y = self.origin.y + along * self.along[1] + self.height / 2 * self.across[1]
        return 1 <= x < picture.width - 1 and 1 <= y < picture.height - 1


def _pixels_inside(frames: Sequence[_Frame], picture: Picture) -> Iterator[tuple[int, int]]:
    """Yield the pixels that lie well inside a quad."""
    for frame in frames:
        bounds = bounds_of_quads([frame.quad])
        for y in range(max(math.floor(bounds.y0), 0), min(math.ceil(bounds.y1), picture.height)):
            for x in range(max(math.floor(bounds.x0), 0), min(math.ceil(bounds.x1), picture.width)):
                if frame.holds(x, y, -1.0):
                    yield x, y


def differences(before: Picture, after: Picture) -> Iterator[tuple[int, int]]:
    for y in range(before.height):
        old, new = before.row(y), after.row(y)
        if old == new:
            continue
        for x in range(before.width):
            at = x * 3
            if old[at : at + 3] != new[at : at + 3] and any(
                abs(old[at + channel] - new[at + channel]) > _NOISE for channel in range(3)
            ):
                yield x, y


def _unit(start: Point, end: Point) -> tuple[tuple[float, float], float]:
    dx, dy = end.x - start.x, end.y - start.y
    length = math.hypot(dx, dy) or 1e-9
    return (dx / length, dy / length), length


def _picture_of_ppm(data: bytes) -> Picture:
    stream = io.BytesIO(data)
    fields: list[bytes] = []
    while len(fields) < 4:
        fields += stream.readline().split(b"#")[0].split()
    assert fields[0] == b"P6"
    return Picture(int(fields[1]), int(fields[2]), stream.read())


def _picture_of_bitmap(bitmap: pypdfium2.PdfBitmap) -> Picture:
    raw, used = bytes(bitmap.buffer), bitmap.width * 3
    rows = (raw[y * bitmap.stride : y * bitmap.stride + used] for y in range(bitmap.height))
    return Picture(bitmap.width, bitmap.height, b"".join(rows))
