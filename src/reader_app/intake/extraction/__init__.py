"""Finds the article in a web page, and keeps the page's own elements that carry it."""
