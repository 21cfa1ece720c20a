"""The command line: what makes sense without a window, on the same library, for people and scripts.

Its contract is fixed, because other programs rely on it. Of the other rooms it knows the library, the
nouns and the worker's jobs; documents are opened in child processes only.
"""

from typing import Final

SUBCOMMANDS: Final = frozenset(
    {
        "add",
        "annotate",
        "annotations",
        "backup",
        "check",
        "delete",
        "export",
        "import",
        "list",
        "restore",
        "restore-backup",
        "search",
        "show",
        "text",
        "trash",
        "update",
    }
)
"""The names of all sub-commands, here so that the entry can tell them without loading them."""
