"""Finds an article's annotations in another text of it: another form of the page, or a new version."""

from collections.abc import Sequence
from dataclasses import replace

from reader_app.core.anchoring import resolve
from reader_app.core.annotation import Annotation, Status, Target
from reader_app.core.article_text import ArticleText
from reader_app.core.text import SectionText


def moved(annotation: Annotation, texts: Sequence[SectionText]) -> Annotation:
    """Return the annotation as it stands in these texts; unplaced, as it was, where that is in doubt."""
    text = ArticleText(texts)
    targets: list[Target] = []
    for target in annotation.targets:
        if target.section < len(texts) and resolve(target, texts[target.section]):
            targets.append(target)
            continue
        places = text.quote_places(target.exact, target.prefix, target.suffix)
        places = places or text.quote_places(target.exact)
        if len(places) != 1:
            return replace(annotation, status=Status.UNPLACED)
        targets += text.targets(*places[0])
    return replace(annotation, targets=tuple(targets), status=Status.PLACED)
