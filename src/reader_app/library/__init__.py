"""Keeps articles, annotations and the reader's place in SQLite, and the article files beside it."""
