"""The window. The only room that knows Qt, and it never loads MuPDF."""
