"""The care of a library that takes long: backups, their restoration, the check, the trash."""

from datetime import UTC, datetime

from reader_app.library.backups import describe, restore_backup
from reader_app.library.library import open_library
from reader_app.worker import care_jobs as jobs


def take_care(job: jobs.CareJob) -> object:
    """Do what a job of care asks for, and return what it promises.

    Raises:
        NotFoundError: What shall be purged is not in the trash any more.
        StorageError: The library or the backup is damaged, or cannot be read or written.
    """
    if isinstance(job, jobs.DescribeBackup):
        return describe(job.backup)
    if isinstance(job, jobs.RestoreBackup):
        return restore_backup(job.library, job.backup)
    with open_library(job.library) as library:
        if isinstance(job, jobs.BackUp):
            library.backup(job.target)
            return job.target
        if isinstance(job, jobs.CheckLibrary):
            return tuple(library.check())
        if isinstance(job, jobs.PurgeTrash):
            library.trash.purge(job.ids)
            return None
        library.take_daily_care(datetime.now(UTC))
        return None
