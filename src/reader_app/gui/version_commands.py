"""What the reader can do with the versions of the open article: a newer one, and the list of all."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from reader_app.errors import StorageError
from reader_app.gui.session import Session
from reader_app.gui.versions import Versions
from reader_app.intake.sources import address_source, given
from reader_app.library.library import Library


class VersionCommands(QObject):
    """Asks for what the commands need, and hands it on."""

    def __init__(self, session: Session, library: Library, versions: Versions, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._library, self._versions, self._window = session, library, versions, window

    def use_file(self) -> None:
        """Ask for a file that is the new version of the open article."""
        article = self._session.article
        if article is None:
            return
        name, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Use a new version of this article"), str(Path.home())
        )
        if name:
            self._versions.keep_new(article.id, given(Path(name), Path(name).name))

    def look_again(self) -> None:
        """Fetch the open article's address again, and keep what has changed as a new version."""
        article = self._session.article
        if article is not None and article.metadata.url:
            self._versions.keep_new(article.id, address_source(article.metadata.url))

    def show_list(self) -> None:
        """Show the versions of the open article."""
        article = self._session.article
        if article is None:
            return
        try:
            versions = self._library.versions.of_article(article.id)
        except StorageError as error:
            self._session.failed.emit(str(error))
            return
        from reader_app.gui.versions_dialog import VersionsDialog  # late: it is seldom looked at

        dialog = VersionsDialog(article.title, versions, article.version_id, self._window)
        dialog.chosen.connect(self._versions.show_version)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
