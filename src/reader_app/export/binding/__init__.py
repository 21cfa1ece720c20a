"""Several PDFs as one."""
