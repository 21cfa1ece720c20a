"""Turns a file or an address into a saved article: clean, complete, readable offline."""
