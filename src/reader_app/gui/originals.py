"""Shows where the open article comes from: its page in the browser, or the file that was saved."""

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

from reader_app.errors import StorageError
from reader_app.gui.links import open_address
from reader_app.gui.session import Session
from reader_app.library.library import Library


class Originals:
    """Hands the open article's origin to other programs, only when the reader asks."""

    def __init__(self, session: Session, library: Library) -> None:
        self._session, self._library = session, library

    def open_page(self) -> None:
        """Open the address of the article in the browser."""
        article = self._session.article
        if article is not None and not open_address(article.metadata.url):
            self._session.failed.emit(_tr("The address of this article cannot be opened."))

    def open_file(self) -> None:
        """Open the file that was saved, in the program that the system has for such files."""
        article = self._session.article
        if article is None:
            return
        try:
            version = self._library.articles.version(article.version_id)
            path = self._library.files.path(version.original_file)
        except StorageError as error:
            self._session.failed.emit(str(error))
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._session.failed.emit(_tr("There is no program that shows {path}.").format(path=path))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Originals", text)
