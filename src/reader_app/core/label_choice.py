"""Which label an annotation of another program gets: by what it is called, else by its color.

A color says which label comes nearest by its hue, because other programs mark in stronger colors than these
labels have. The annotation keeps its own color beside the label, so that nothing changes its looks.
"""

import colorsys
from collections.abc import Sequence

from reader_app.core.annotation import DEFAULT_LABELS, Label

# Degrees of hue: as far as between yellow and amber, or between blue and sky blue.
_NEAR = 32.0
# Below this, a color is a gray to the eye, and its hue says nothing.
_GRAY = 0.12


def choose_label(
    labels: Sequence[Label], *, label_id: str = "", name: str = "", color: str = ""
) -> tuple[Label, str]:
    """Return the label, and the color that the annotation keeps beside it; "" where that is the label's.

    Args:
        labels: All labels, in their order.
        label_id: Of the label that it had here.
        name: Of a label, whatever the case.
        color: "#rrggbb" that it has; "" if it has none.
    """
    first = labels[0] if labels else DEFAULT_LABELS[0]
    label = (
        next((each for each in labels if each.id == label_id), None)
        or next((each for each in labels if name and each.name.casefold() == name.strip().casefold()), None)
        or _nearest(labels, color)
        or first
    )
    return label, "" if color == label.color else color


def _nearest(labels: Sequence[Label], color: str) -> Label | None:
    """Return the label with the nearest hue, None where none is near."""
    hue = _hue(color)
    if hue is None:
        return None
    distances = [
        (min(abs(hue - other), 360 - abs(hue - other)), place)
        for place, label in enumerate(labels)
        if (other := _hue(label.color)) is not None
    ]
    distance, place = min(distances, default=(360.0, -1))
    return labels[place] if distance <= _NEAR else None


def _hue(color: str) -> float | None:
    """Return the hue in degrees, None for a gray or no color."""
    if not color:
        return None
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    if max(red, green, blue) - min(red, green, blue) < _GRAY:
        return None
    return colorsys.rgb_to_hls(red, green, blue)[0] * 360
