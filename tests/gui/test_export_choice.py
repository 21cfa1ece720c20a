from dataclasses import replace
from pathlib import Path

from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Target, new_annotation, utc_now
from reader_app.core.article import Article, Metadata
from reader_app.export.item import ExportItem
from reader_app.export.options import ExportOptions
from reader_app.gui.export_choice import ExportChoice, files_for


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
