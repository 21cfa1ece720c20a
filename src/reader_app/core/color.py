"""How colors stand out against each other, by the rule of WCAG 2; each color is "#rrggbb"."""

from collections.abc import Iterable

READABLE = 4.5
"""The contrast that WCAG 2 asks of text."""

VISIBLE = 3.0
"""The contrast that WCAG 2 asks of lines and symbols."""

_STEPS = 40


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast of two colors, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def darkened(color: str, least: float, paper: str = "#ffffff") -> str:
    """Return the color nearest to one that has a contrast to light paper, mixed with black.

    Args:
        color: Such as a label's.
        least: The contrast.
        paper: What it stands on.
    """
    channels = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    shades = (_hex(channel * (_STEPS - step) / _STEPS for channel in channels) for step in range(_STEPS))
    return next((shade for shade in shades if contrast(shade, paper) >= least), "#000000")


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _hex(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(channel):02x}" for channel in channels)
