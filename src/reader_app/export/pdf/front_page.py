"""The page before the first one: what the article is, and what was noted on it."""

import html
from collections import Counter
from collections.abc import Iterator

from reader_app.core.annotation import Annotation, Kind, Label
from reader_app.core.article import Article
from reader_app.export.days import day
from reader_app.export.note_html import direction
from reader_app.export.pdf.added_pages import AddedPages
from reader_app.export.pdf.edition import Edition
from reader_app.export.pdf.end_sheet import front_sheet
from reader_app.export.pdf.note_blocks import list_rules
from reader_app.export.pdf.page_canvas import PageCanvas
from reader_app.export.pdf.page_labels import LabeledPages, PageLabels
from reader_app.export.pdf.title_head import origin

_RULES = """
.origin, .facts, .counts { font-family: sans-serif; color: #333333; }
.origin { margin: 0 0 0.3em 0; }
.facts { color: #555555; margin: 0 0 0.3em 0; }
.rule { border-top: 0.6pt solid #999999; margin: 1.1em 0 1.1em 0; }
.total { font-family: sans-serif; font-weight: bold; font-size: 1.2em; margin: 0 0 0.3em 0; }
.counts { width: auto; font-size: 1em; margin: 1em 0 1em 0; }
.counts td { border: 0 none #ffffff; padding: 0.25em 0.9em 0.25em 0; line-height: 1;
  white-space: nowrap; }
"""
_LABEL = "Summary"
_KINDS = {Kind.SQUIGGLY: "wavy underline", Kind.INK: "ink drawing", Kind.FREE_TEXT: "text"}


def insert_front_page(edition: Edition) -> None:
    """Put the summary before the first page; the other pages keep what they are called."""
    pdf, labels = edition.pdf, PageLabels(edition.pdf)
    canvas, count = PageCanvas(pdf), pdf.page_count
    rules = list_rules(edition.options.style.font_family) + _RULES
    AddedPages(pdf, canvas, front_sheet(edition), rules, {}, before=0).add([_block(edition)], 0.0)
    canvas.finish()
    labels.insert([LabeledPages(0, pdf.page_count - count, _LABEL)])


def _block(edition: Edition) -> str:
    article, annotations = edition.item.article, edition.item.annotations
    title = article.title
    return "".join(
        (
            f'<p class="title" dir="{direction(title)}">{html.escape(title)}</p>',
            *origin(article.metadata),
            f'<p class="facts">{" · ".join(_facts(article))}</p>',
            '<div class="rule"></div>',
            *_counts(edition, annotations),
        )
    )


def _facts(article: Article) -> Iterator[str]:
    yield f"Saved {day(article.saved_at)}"
    if article.word_count:
        yield f"{article.word_count:,} words"
    if article.tags:
        yield html.escape(" ".join(f"#{tag}" for tag in article.tags))


def _counts(edition: Edition, annotations: tuple[Annotation, ...]) -> Iterator[str]:
    """Yield how many annotations there are, when they were made, and how many of each label and kind."""
    yield f'<p class="total">{_number_of(len(annotations), "annotation")}</p>'
    if not annotations:
        return
    days = [day(min(each.created_at for each in annotations)), day(max(e.created_at for e in annotations))]
    made = f"Made on {days[0]}" if days[0] == days[1] else f"Made from {days[0]} to {days[1]}"
    kinds = Counter(_KINDS.get(each.kind, each.kind.value.replace("-", " ")) for each in annotations)
    with_note = sum(1 for each in annotations if each.note.strip())
    parts = [made, *(_number_of(number, kind) for kind, number in kinds.most_common())]
    parts.append(f"{with_note} with a note")
    if edition.unplaced:
        parts.append(f"{len(edition.unplaced)} without a place in the text")
    yield f'<p class="facts">{" · ".join(parts)}</p>'
    yield f'<table class="counts">{"".join(_rows(edition, annotations))}</table>'


def _rows(edition: Edition, annotations: tuple[Annotation, ...]) -> Iterator[str]:
    counts: Counter[Label] = Counter(edition.label(each) for each in annotations)
    for label in edition.labels_used:
        yield (
            f'<tr><td><span style="background-color:{label.color}">&nbsp;&nbsp;&nbsp;&nbsp;</span>&ensp;'
            f'{html.escape(label.name)}</td><td style="text-align:right">{counts[label]}</td></tr>'
        )


def _number_of(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
