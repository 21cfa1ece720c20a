"""A desktop reader for saved articles, with the reader's notes level with the text."""

__version__ = "0.1.0"
