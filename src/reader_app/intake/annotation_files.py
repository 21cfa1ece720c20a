"""Tells what lists of annotations a file holds, by its content, and reads it."""

from reader_app.errors import IntakeError
from reader_app.intake.annotation_list import AnnotationList
from reader_app.intake.hypothesis import read_rows, rows_of
from reader_app.intake.json_files import read_json
from reader_app.intake.web_annotation import read_web_annotations


def read_annotation_file(content: bytes) -> AnnotationList:
    """Read Web Annotations or an export of Hypothesis.

    Raises:
        IntakeError: It is neither, or its only entry is bad.
    """
    value = read_json(content)
    rows = rows_of(value)
    listed = read_web_annotations(value) if rows is None else read_rows(rows)
    if not listed.annotations and len(listed.problems) == 1:
        raise IntakeError(listed.problems[0])
    return listed
