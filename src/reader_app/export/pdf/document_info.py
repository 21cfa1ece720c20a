"""Writes into a PDF what it is: title, authors, subject, keywords, language; what is there already stays."""

import pymupdf

from reader_app.core.article import Article
from reader_app.export.pdf.objects import pdf_text


def describe(pdf: pymupdf.Document, article: Article) -> None:
    """Add what a PDF does not say of itself.

    A file with metadata of the newer kind (XMP) says by itself what it wants to say; two that differ would
    be worse than none.
    """
    catalog = pdf.pdf_catalog()
    metadata = article.metadata
    if metadata.language and pdf.xref_get_key(catalog, "Lang")[0] == "null":
        pdf.xref_set_key(catalog, "Lang", pdf_text(metadata.language))
    if pdf.xref_get_key(catalog, "Metadata")[0] != "null":
        return
    said = {
        "Title": metadata.title,
        "Author": ", ".join(metadata.authors),
        "Subject": metadata.site,
        "Keywords": ", ".join(article.tags),
    }
    present = {name.lower(): value for name, value in (pdf.metadata or {}).items()}
    missing = {key: value for key, value in said.items() if value and not present.get(key.lower())}
    if not missing:
        return
    kind, value = pdf.xref_get_key(-1, "Info")
    if kind == "xref":
        number = int(value.split()[0])
    else:
        number = pdf.get_new_xref()
        pdf.update_object(number, "<<>>")
        pdf.xref_set_key(-1, "Info", f"{number} 0 R")
    for key, text in missing.items():
        pdf.xref_set_key(number, key, pdf_text(text))
