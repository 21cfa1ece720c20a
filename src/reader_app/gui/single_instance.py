"""One window for each library folder and user: a second start hands its files to the first and ends.

Who holds the lock file is the first. The lock decides, not the socket, so that several starts at the
same moment agree, and so that what a killed program left behind is replaced. Messages are frames: four
bytes of length, then a JSON list of strings; the receiver answers with one byte.
"""

from __future__ import annotations

import hashlib
import json
import logging
import struct
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QLockFile, QObject, QThread, QTimer, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_log = logging.getLogger(__name__)

MAX_MESSAGE = 16 * 1024 * 1024
"""Bytes of JSON; more than any command line can make."""

_HEADER = struct.Struct(">I")
_RECEIVED = b"\x06"
_LISTEN_AFTER = 250  # milliseconds; loading QtNetwork must not hold up the first page
_PATIENCE = 5.0  # seconds that a second start waits for the first
_PAUSE = 20  # milliseconds between two tries
_IDLE_LIMIT = 5000  # milliseconds that the first start waits for a sender


class SingleInstance(QObject):
    """Makes sure that a library folder has one window.

    Signals:
        received: Another start handed over its arguments; carries ``list[str]``, empty if it had none.
    """

    received = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = _name(folder)
        self._lock = QLockFile(QDir.temp().filePath(f"{self._name}.lock"))
        self._lock.setStaleLockTime(0)  # only the end of the process makes it stale
        self._server: QLocalServer | None = None
        self._opening = QTimer(self, singleShot=True, interval=_LISTEN_AFTER)
        self._opening.timeout.connect(self._listen)

    def claim_or_hand_over(self, arguments: Sequence[str]) -> bool:
        """Become the first instance, or give the arguments to it.

        Args:
            arguments: Files and addresses; files are made absolute, because the first instance may
                have been started in another folder.

        Returns:
            True if this process goes on and opens a window; also if the first instance does not
            answer, because two windows are better than none. False if the arguments are in its hands
            and this process can end.
        """
        message = _frame([_absolute(argument) for argument in arguments])
        deadline = monotonic() + _PATIENCE
        while monotonic() < deadline:
            if self._lock.tryLock(0):
                self._opening.start()
                return True
            if self._lock.error() != QLockFile.LockError.LockFailedError:
                break  # nobody can lock here, so nobody listens either
            if _hand_over(self._name, message, deadline):
                return False
            QThread.msleep(_PAUSE)
        _log.warning("No other instance could be reached or excluded for %s", self._name)
        return True

    def release(self) -> None:
        """Let another start become the first; ending the process does the same."""
        self._opening.stop()
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _listen(self) -> None:
        from PySide6.QtNetwork import QLocalServer  # loaded when the window is up

        QLocalServer.removeServer(self._name)  # we hold the lock, so it is a dead one's
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_new_connection)
        if not self._server.listen(self._name):
            _log.warning("Cannot listen for other starts: %s", self._server.errorString())

    def _on_new_connection(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            receiver = _Receiver(self._server.nextPendingConnection(), self)
            receiver.received.connect(self.received)


class _Receiver(QObject):
    """Reads one message from one connection, then both are gone."""

    received = Signal(object)

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        self._socket.setParent(self)
        self._bytes = bytearray()
        self._socket.readyRead.connect(self._on_ready_read)
        self._socket.disconnected.connect(self.deleteLater)
        QTimer.singleShot(_IDLE_LIMIT, self, self._socket.abort)
        self._on_ready_read()

    def _on_ready_read(self) -> None:
        self._bytes += self._socket.readAll().data()
        if len(self._bytes) < _HEADER.size:
            return
        (length,) = _HEADER.unpack_from(self._bytes)
        if length > MAX_MESSAGE:
            _log.warning("Refused a message of %d bytes", length)
            self._socket.abort()
        elif len(self._bytes) >= _HEADER.size + length:
            self._socket.readyRead.disconnect(self._on_ready_read)
            self._finish(bytes(self._bytes[_HEADER.size : _HEADER.size + length]))

    def _finish(self, body: bytes) -> None:
        try:
            arguments = _parsed(body)
        except ValueError as error:
            _log.warning("Refused a message: %s", error)
            self._socket.abort()
            return
        self._socket.write(_RECEIVED)
        self._socket.flush()
        self._socket.disconnectFromServer()
        self.received.emit(arguments)


def _hand_over(name: str, message: bytes, deadline: float) -> bool:
    """Send a message to the first instance; False if there is none, or it does not confirm."""
    from PySide6.QtNetwork import QLocalSocket  # the first start does not need it

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_milliseconds_to(deadline)):
        return False
    socket.write(message)
    while socket.bytesToWrite():
        if not socket.waitForBytesWritten(_milliseconds_to(deadline)):
            return False
    return socket.waitForReadyRead(_milliseconds_to(deadline)) and socket.readAll().data() == _RECEIVED


def _milliseconds_to(deadline: float) -> int:
    return max(0, round((deadline - monotonic()) * 1000))


def _name(folder: Path) -> str:
    """Return a name that only this user's starts with this library folder share.

    The home folder stands for the user, because asking the system for a name takes longer.
    """
    identity = f"{Path.home()}\n{folder.resolve()}".encode("utf-8", "surrogateescape")
    return f"reader-app-{hashlib.sha256(identity).hexdigest()[:24]}"


def _absolute(argument: str) -> str:
    """Return an address as it is, and a path from the root on."""
    return argument if "://" in argument else str(Path(argument).absolute())


def _frame(arguments: Sequence[str]) -> bytes:
    # ASCII keeps the lone surrogates of file names that are not UTF-8.
    body = json.dumps(list(arguments), ensure_ascii=True).encode("ascii")
    return _HEADER.pack(len(body)) + body


def _parsed(body: bytes) -> list[str]:
    try:
        arguments = json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(arguments, list) or not all(isinstance(argument, str) for argument in arguments):
        raise ValueError("not a list of strings")
    return arguments
