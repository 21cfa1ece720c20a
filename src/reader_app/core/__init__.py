"""Nouns and pure rules: no Qt, no MuPDF, no SQLite, no files."""
