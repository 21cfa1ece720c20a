"""What a virtual screen shows, and where the lines of the article are in it."""

from dataclasses import dataclass

WIDTH, HEIGHT = 1280, 900
# Where the article stands between sidebar and cards, in pixels of the screen.
_LEFT, _RIGHT, _TOP, _BOTTOM = 300, 860, 130, 840
_DARK = 110


@dataclass(frozen=True)
class Picture:
    """What is on the screen, one byte a pixel."""

    pixels: bytes

    @property
    def article(self) -> bytes:
        """What is where the article stands."""
        rows = range(_TOP, _BOTTOM)
        return b"".join(self.pixels[y * WIDTH + _LEFT : y * WIDTH + _RIGHT] for y in rows)

    def lines(self) -> list[tuple[int, int, int]]:
        """Return the lines of text in the article: middle, left and right end of each."""
        found: list[tuple[int, int, int]] = []
        start = None
        for y in range(_TOP, _BOTTOM):
            row = self.pixels[y * WIDTH + _LEFT : y * WIDTH + _RIGHT]
            has_ink = any(value < _DARK for value in row)
            if has_ink and start is None:
                start = y
            elif not has_ink and start is not None:
                if y - start >= 8:
                    found.append(((start + y) // 2, *self._ends(start, y)))
                start = None
        return found

    def _ends(self, top: int, bottom: int) -> tuple[int, int]:
        columns = [
            x
            for x in range(_LEFT, _RIGHT)
            if any(self.pixels[y * WIDTH + x] < _DARK for y in range(top, bottom))
        ]
        return columns[0], columns[-1]
