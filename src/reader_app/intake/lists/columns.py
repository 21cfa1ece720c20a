"""A row of a table, its values by the names of their columns."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        values: By the column's name in small letters; what a short row lacks is not there.
    """

    values: Mapping[str, str]

    def first(self, *columns: str) -> str:
        """Return the value of the first of the columns that has one, or ""."""
        return next((value for column in columns if (value := self.values.get(column, "").strip())), "")
