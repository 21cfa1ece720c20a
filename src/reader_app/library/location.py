"""Where the reader's library is, the same for the window and the command line."""

import os
from pathlib import Path
from typing import Final

VARIABLE: Final = "READER_APP_LIBRARY"


def default_folder() -> Path:
    """Return the folder that the environment names, or else the one in the platform's user data."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    # Late on purpose: who names a folder need not wait for it.
    from platformdirs import user_data_path

    return user_data_path("reader-app", appauthor=False)
