"""Child processes that run document, intake and export jobs."""
