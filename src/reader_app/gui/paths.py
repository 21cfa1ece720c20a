"""Where the program keeps what is not in the library: settings, log, and what is made for a moment only."""

from pathlib import Path

from platformdirs import user_cache_path, user_config_path, user_log_path

_NAME = "reader-app"


def settings_file() -> Path:
    """Return the file of the reader's settings."""
    return user_config_path(_NAME, appauthor=False) / "settings.ini"


def log_file() -> Path:
    """Return the file that warnings and bugs are written to."""
    return user_log_path(_NAME, appauthor=False) / "reader-app.log"


def preview_folder() -> Path:
    """Return the folder of what is made to be looked at before it is exported."""
    return user_cache_path(_NAME, appauthor=False) / "previews"
