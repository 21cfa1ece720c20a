"""The library as a list to open articles from. Rows come in, wishes go out as signals."""
