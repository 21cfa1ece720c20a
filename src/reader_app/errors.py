"""Every error the program raises on purpose.

ReaderError
├── DocumentError            a file cannot be opened, laid out or drawn
│   ├── UnsupportedFormatError
│   ├── DamagedDocumentError
│   └── PasswordRequiredError
├── IntakeError              a source cannot become an article
│   └── FetchError           what an address stands for cannot be had
├── StorageError             the library cannot keep or give something
│   ├── NotFoundError
│   ├── NewerLibraryError
│   ├── ForeignLibraryError
│   └── DamagedLibraryError
├── AnchoringError           a quote cannot be found, or not only once
├── ExportError              a file cannot be written out
└── WorkerError              a child process died, hung or was told to stop
    ├── ChildDiedError
    ├── ChildTimeoutError
    └── JobCancelledError

A message is one sentence for the reader of articles; the cause is chained for the log.
"""


class ReaderError(Exception):
    """Base class: the window and the command line show it, anything else is a bug and crashes."""


class DocumentError(ReaderError):
    """A document cannot be opened, laid out or drawn."""


class UnsupportedFormatError(DocumentError):
    """The file is of a kind that this program does not read."""


class DamagedDocumentError(DocumentError):
    """The file is of a known kind, but broken beyond repair."""


class PasswordRequiredError(DocumentError):
    """The file is encrypted, and no password, or a wrong one, was given."""


class IntakeError(ReaderError):
    """A source cannot become an article."""


class FetchError(IntakeError):
    """What an address stands for cannot be had: no such page, no network, or it is refused."""


class StorageError(ReaderError):
    """The library cannot keep or give something."""


class NotFoundError(StorageError):
    """What was asked for is not in the library, or the name fits several things."""


class ChangedElsewhereError(StorageError):
    """Another program wrote to the library since it was looked at."""


class NewerLibraryError(StorageError):
    """The library was written by a newer version of this program."""


class ForeignLibraryError(StorageError):
    """Another program's database is in the library's place; it is left as it is."""


class DamagedLibraryError(StorageError):
    """The library's file is broken; it is left as it is, and a backup can take its place."""


class AnchoringError(ReaderError):
    """A quote cannot be found in the text, or fits several places."""


class ExportError(ReaderError):
    """A file cannot be written out."""


class WorkerError(ReaderError):
    """A child process failed."""


class ChildDiedError(WorkerError):
    """The child process ended in the middle of its work."""


class ChildTimeoutError(WorkerError):
    """The child process did not answer in time and was stopped."""


class JobCancelledError(WorkerError):
    """The reader cancelled the work."""
