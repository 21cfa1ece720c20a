"""Says what this program is."""

from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from reader_app import __version__


def show_about(window: QWidget, library: Path) -> None:
    """Show version, license, and the folder of the library."""
    tr = window.tr
    QMessageBox.about(
        window,
        tr("About"),
        tr(
            "<p><b>Reader {version}</b></p><p>Saved articles with your notes level with the text.</p>"
            "<p>Everything stays on this computer, in<br>{folder}</p>"
            "<p>Free software under the GNU Affero General Public License, version 3 or later.</p>"
        ).format(version=__version__, folder=library),
    )
