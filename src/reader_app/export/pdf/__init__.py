"""Annotated PDF: standard annotations, notes in the margin, notes at the end."""
