"""What belongs to a source but is not in its bytes: its address, its pictures, what a server said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from reader_app.core.article import Form


class PictureSource(Protocol):
    """Where the pictures that a page names are found: a folder, an archive, the network."""

    def collect(self, names: Sequence[str], base: str) -> Mapping[str, bytes]:
        """Return the pictures that can be had, by the names they were asked for.

        Args:
            names: ``src`` values as they stand in the page, without duplicates; no data: addresses.
            base: The address that relative names are relative to; "" if unknown.
        """
        ...


class NoPictures:
    """For sources that have nothing beside them."""

    def collect(self, names: Sequence[str], base: str) -> Mapping[str, bytes]:
        """Return nothing."""
        del names, base
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known of a source beside its bytes.

    Attributes:
        address: Where it was fetched or saved from; "" if unknown, the source itself may tell.
        charset: The character set that a server named; None if none did.
        pictures: Where its pictures are.
        form: Which part of a web page to take.
    """

    address: str = ""
    charset: str | None = None
    pictures: PictureSource = field(default_factory=NoPictures)
    form: Form = Form.ARTICLE


ALONE = Surroundings()
