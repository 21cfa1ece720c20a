"""Exports real PDFs of many producers, and looks at the results with three renderers and qpdf.

The files are found through READER_APP_CORPUS, or in ``shared/corpus`` beside the checkout.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pymupdf
import pytest

from export.painting import PAINTERS, compare
from export.passages import export
from reader_app.core.anchoring import describe
from reader_app.core.annotation import new_annotation
from reader_app.core.page_text import PageText
from reader_app.document.opening import Document, open_document
from reader_app.errors import DamagedDocumentError, ExportError, PasswordRequiredError
from reader_app.export.pdf.saving import repair

CORPUS = Path(os.environ.get("READER_APP_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
FILES = sorted((CORPUS / "pdf").rglob("*.pdf"))
PASSWORDS = {"pypdf--r6-user-password.pdf": "asdfzxcv"}
LENGTH = 60  # characters that are marked
PIXELS = 500  # across a page: enough to see lines apart, little enough to compare 47 files in a minute

pytestmark = pytest.mark.skipif(not FILES, reason="no corpus: set READER_APP_CORPUS")


@pytest.mark.parametrize("source", FILES, ids=[path.name for path in FILES])
def test_mark_on_a_real_page_lies_on_its_words(source: Path, tmp_path: Path) -> None:
    password = PASSWORDS.get(source.name, "")
    try:
        document = open_document(source, "application/pdf", password)
    except DamagedDocumentError as error:
        pytest.skip(str(error))
    with document:
        text = first_text(document)
        if text is None:
            pytest.skip("there is no text in it")
        page, end = text.page, min(LENGTH, len(text.text))
        width, is_repaired = document.layout.pages[page].width, document.mupdf.is_repaired
        annotation = new_annotation("0" * 32, (describe(text.text, page, 0, end),))
        may_annotate = document.layout.may_annotate
    output = tmp_path / "output.pdf"
    if not may_annotate:
        with pytest.raises(ExportError, match="does not allow annotations"):
            export(source, output, annotation, password=password)
        return

    assert export(source, output, annotation, password=password).placed == 1

    assert qpdf_status(output, password) <= qpdf_status(source, password)
    # Each program mends a damaged file in its own way: compare with a mended one.
    plain = mended(source, tmp_path) if is_repaired else source
    for name, paint in PAINTERS.items():
        before, after = (paint(path, page, PIXELS / width, password) for path in (plain, output))
        change = compare(before, after, text.quads(0, end), width)
        assert change.changed > 0, name
        assert change.outside == 0, name
        assert change.covered > 0.98, name
        assert change.crossed > 0.9, name
        assert change.ink_lost == 0, name
        assert change.paper_lost == 0, name


def test_original_password_is_still_asked_for(tmp_path: Path) -> None:
    source, output = CORPUS / "pdf" / "encrypted" / "pypdf--r6-user-password.pdf", tmp_path / "output.pdf"

    export(source, output, password="asdfzxcv")

    with pytest.raises(PasswordRequiredError):
        open_document(output, "application/pdf")


def first_text(document: Document) -> PageText | None:
    """Return the text of the first page that has any."""
    for page in range(document.mupdf.page_count):
        try:
            text = document.page_text(page)
        except DamagedDocumentError:
            continue
        if len(text.text):
            return text
    return None


def mended(source: Path, folder: Path) -> Path:
    path = folder / "mended.pdf"
    with pymupdf.open(source) as pdf:
        repair(pdf)
        pdf.save(path, garbage=1)
    return path


def qpdf_status(path: Path, password: str) -> int:
    """Return 0 for a sound file (or without qpdf), 1 for one with warnings, 2 for a broken one."""
    if shutil.which("qpdf") is None:
        return 0
    command = ["qpdf", "--check", f"--password={password}", str(path)]
    status = subprocess.run(command, capture_output=True, timeout=100, check=False).returncode
    return {0: 0, 3: 1}.get(status, 2)
