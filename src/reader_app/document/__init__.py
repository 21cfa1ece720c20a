"""Opens any document file with MuPDF, lays it out, renders it and gives its text."""
