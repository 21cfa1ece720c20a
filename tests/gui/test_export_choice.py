from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Target, new_annotation, utc_now
from reader_app.core.article import Article, Metadata
from reader_app.export.item import ExportItem
from reader_app.export.options import ExportOptions, Format
from reader_app.gui.export_choice import ExportChoice, file_name, files_for, free_file

SUFFIXES = [each.suffix for each in Format]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Why we read slowly", "Why we read slowly.pdf"),
        ("On: moving/bodies? <1905>", "On moving bodies 1905.pdf"),
        ("  ..hidden\n\tlines.. ", "hidden lines.pdf"),
        ("日本語のタイトル", "日本語のタイトル.pdf"),
        ("con", "Article con.pdf"),
        ("COM1.txt", "Article COM1.txt.pdf"),
        ("///", "Article.pdf"),
        ("left\u202eright", "leftright.pdf"),
    ],
)
def test_title_becomes_a_sane_file_name(title: str, name: str) -> None:
    assert file_name(title, ".pdf") == name


@given(title=st.text(), suffix=st.sampled_from(SUFFIXES))
def test_any_title_becomes_a_file_that_can_be_written(
    title: str, suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("export")
    name = file_name(title, suffix)

    (folder / name).write_bytes(b"")

    assert [path.name for path in folder.iterdir()] == [name]
    assert len(name.encode()) <= 140


def test_free_file_counts_on_when_the_name_is_taken(tmp_path: Path) -> None:
    (tmp_path / "Notes.csl.json").touch()
    (tmp_path / "Notes 2.csl.json").touch()

    assert free_file(tmp_path, "Notes", ".csl.json") == tmp_path / "Notes 3.csl.json"


def test_articles_of_one_title_get_files_of_their_own_where_case_does_not_count(tmp_path: Path) -> None:
    names = [path.name for path in files_for(tmp_path, ["News", "NEWS", "Other"], ".md")]

    assert names == ["News.md", "NEWS 2.md", "Other.md"]


def annotation(label: str, note: str = "") -> Annotation:
    target = Target(section=0, start=0, end=5, exact="words", prefix="", suffix="")
    return new_annotation("article", (target,), label_id=label, note=note)


def item(title: str, *annotations: Annotation) -> ExportItem:
    article = Article(
        id=title,
        metadata=Metadata(title=title),
        media_type="text/html",
        saved_at=utc_now(),
        version_id=1,
    )
    return ExportItem(source=Path("reading.html"), article=article, annotations=annotations)


def choice(output: Path, *labels: str, notes_only: bool = False, is_bound: bool = True) -> ExportChoice:
    return ExportChoice(
        output=output,
        options=ExportOptions(),
        label_ids=frozenset(labels),
        notes_only=notes_only,
        is_bound=is_bound,
    )


def test_only_what_was_chosen_goes_along(tmp_path: Path) -> None:
    noted = annotation("claim", "Why?")
    one = item("One", noted, annotation("claim"), annotation("evidence", "So."))

    [job] = choice(tmp_path / "one.pdf", "claim", notes_only=True).jobs([one], DEFAULT_LABELS)

    assert job.items == (replace(one, annotations=(noted,)),)
    assert (job.output, job.labels) == (tmp_path / "one.pdf", DEFAULT_LABELS)


def test_bound_articles_are_one_job_and_others_a_job_each(tmp_path: Path) -> None:
    items = [item("One"), item("Two")]

    [bound] = choice(tmp_path / "all.pdf").jobs(items, DEFAULT_LABELS)
    each = choice(tmp_path, is_bound=False).jobs(items, DEFAULT_LABELS)

    assert [each.article.title for each in bound.items] == ["One", "Two"]
    assert [job.output.name for job in each] == ["One.pdf", "Two.pdf"]
