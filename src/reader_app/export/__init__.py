"""Writes annotated copies and notes out as files. MuPDF allowed, Qt never."""
