from pathlib import Path

import pytest

from reader_app.core.annotation import Status, new_annotation
from reader_app.core.article import Form
from reader_app.core.article_text import ArticleText
from reader_app.errors import IntakeError
from reader_app.intake.sources import given
from reader_app.library.library import open_library
from reader_app.worker.jobs import LeaveOut, SaveSource, ShowForm, ShowVersion
from reader_app.worker.repairing import leave_out
from reader_app.worker.saving import save_source
from reader_app.worker.versions import show_form, show_version
from worker.test_saving import pdf_bytes

TEXT = b"Tides\n\nThe moon pulls.\n\nSubscribe to our letter.\n\nThe sea follows.\n"


def text_of(folder: Path, version_id: int) -> str:
    with open_library(folder) as library:
        return " ".join(section.reading for section in library.articles.texts(version_id) or [])


def passage(folder: Path, version_id: int, words: str) -> tuple[int, int]:
    with open_library(folder) as library:
        [(first, after)] = ArticleText(library.articles.texts(version_id) or []).quote_places(words)
    return first[1], after[1]


def test_passage_is_left_out_and_the_version_before_stays(tmp_path: Path) -> None:
    before = save_source(SaveSource(tmp_path, given(TEXT, "tides.txt"))).article

    after = leave_out(
        LeaveOut(
            tmp_path, before.id, before.version_id, *passage(tmp_path, before.version_id, "to our letter")
        )
    )

    assert after.form is Form.REPAIRED
    assert "Subscribe" not in text_of(tmp_path, after.version_id)
    assert "The moon pulls. The sea follows." in " ".join(text_of(tmp_path, after.version_id).split())
    assert after.word_count == before.word_count - 4
    back = show_version(ShowVersion(tmp_path, before.id, before.version_id))
    assert (back.form, back.version_id) == (Form.ARTICLE, before.version_id)
    assert show_form(ShowForm(tmp_path, before.id, Form.REPAIRED)).version_id == after.version_id


def test_marks_move_with_their_words_and_one_that_is_left_out_waits(tmp_path: Path) -> None:
    article = save_source(SaveSource(tmp_path, given(TEXT, "tides.txt"))).article
    with open_library(tmp_path) as library:
        text = ArticleText(library.articles.texts(article.version_id) or [])
        for words in ("Subscribe to", "sea follows"):
            [(first, after)] = text.quote_places(words)
            library.annotations.put(new_annotation(article.id, text.targets(first, after)))

    leave_out(
        LeaveOut(
            tmp_path, article.id, article.version_id, *passage(tmp_path, article.version_id, "Subscribe")
        )
    )

    with open_library(tmp_path) as library:
        found = {each.quote: each.status for each in library.annotations.of_article(article.id)}
    assert found == {"Subscribe to": Status.UNPLACED, "sea follows": Status.PLACED}


def test_passage_of_a_version_that_is_not_shown_any_more_is_not_left_out(tmp_path: Path) -> None:
    before = save_source(SaveSource(tmp_path, given(TEXT, "tides.txt"))).article
    job = LeaveOut(tmp_path, before.id, before.version_id, *passage(tmp_path, before.version_id, "Tides"))
    after = leave_out(job)

    with pytest.raises(IntakeError, match="Another version of this article is shown by now"):
        leave_out(job)

    with open_library(tmp_path) as library:
        assert library.articles.get(before.id) == after


def test_a_pdf_is_not_repaired(tmp_path: Path) -> None:
    article = save_source(SaveSource(tmp_path, given(pdf_bytes("Tides"), "tides.pdf"))).article

    with pytest.raises(IntakeError, match="cannot be left out"):
        leave_out(LeaveOut(tmp_path, article.id, article.version_id, 0, 3))


def test_article_that_was_not_repaired_has_no_such_form(tmp_path: Path) -> None:
    article = save_source(SaveSource(tmp_path, given(TEXT, "tides.txt"))).article

    with pytest.raises(IntakeError, match="Nothing was left out"):
        show_form(ShowForm(tmp_path, article.id, Form.REPAIRED))
