"""The anchors of an article's annotations: their quads on the pages that were read.

Quads are derived: they are made when a page's text comes, and forgotten with the layout. Only what has
a sure place is drawn: an annotation in review, or unplaced, has no anchor.
"""

from collections import defaultdict
from collections.abc import Iterable

from reader_app.core.anchoring import MAX_CONTEXT
from reader_app.core.annotation import Annotation, Status, Target
from reader_app.core.geometry import Quad, quad_of
from reader_app.core.paged_text import PagedText


class Anchors:
    """Where annotations are drawn."""

    def __init__(self) -> None:
        self._text: PagedText | None = None
        self._annotations: dict[str, Annotation] = {}
        self._quads: dict[str, dict[int, list[Quad]]] = {}
        self._on_page: dict[int, set[str]] = defaultdict(set)
        self._unsure: set[str] = set()
        self._by_page: dict[int, set[str]] | None = None  # made once it is known where pages begin

    def start(self, text: PagedText, annotations: Iterable[Annotation]) -> None:
        """Begin with a new layout, of which no page was read."""
        self._text = text
        self._annotations = {annotation.id: annotation for annotation in annotations}
        self._quads.clear()
        self._on_page.clear()
        self._unsure.clear()
        self._by_page = None

    def put(self, annotation_id: str, annotation: Annotation | None) -> None:
        """Take a changed annotation, or forget one."""
        before = self._annotations.pop(annotation_id, None)
        if annotation is not None:
            self._annotations[annotation_id] = annotation
            if before is not None and _place(before) == _place(annotation):
                return
        self._forget(annotation_id)
        if before is not None and self._by_page is not None:
            for page in self.pages_of(before):
                self._by_page[page].discard(annotation_id)
        if annotation is not None:
            self._list(annotation)
            self._resolve(annotation)

    def pages(self) -> list[int]:
        """Return the pages that annotations are on."""
        pages = {page for annotation in self._annotations.values() for page in self.pages_of(annotation)}
        return sorted(pages)

    def pages_of(self, annotation: Annotation) -> list[int]:
        """Return the pages that tell where an annotation is; none while pages are not located."""
        if self._text is None or not self._text.is_located or annotation.status is not Status.PLACED:
            return []
        pages = {page for target in annotation.targets for page in self._text.pages_of(*_reach(target))}
        return sorted(pages)

    def take_page(self, page: int) -> list[str]:
        """Resolve what is on a page that was just read; returns what turned out not to be there."""
        missing = []
        for annotation_id in sorted(self._needing(page) - self._quads.keys()):
            self._resolve(self._annotations[annotation_id])
            if annotation_id in self._unsure:
                missing.append(annotation_id)
        return missing

    def is_missing(self, annotation_id: str) -> bool:
        """Tell whether an annotation's pages were read and its words are not there."""
        return annotation_id in self._unsure

    def on_page(self, page: int) -> list[tuple[Annotation, list[Quad]]]:
        """Return the annotations drawn on a page, in reading order, with their quads there."""
        found = [(self._annotations[each], self._quads[each][page]) for each in self._on_page.get(page, ())]
        return sorted(found, key=lambda pair: pair[0].order)

    def first_quad(self, annotation_id: str) -> tuple[int, Quad] | None:
        """Return the page and the first quad of an annotation, None while it has none."""
        quads = self._quads.get(annotation_id)
        if not quads:
            return None
        page = min(quads)
        return page, quads[page][0]

    def _resolve(self, annotation: Annotation) -> None:
        if self._text is None or not self._text.is_located or annotation.status is not Status.PLACED:
            return
        if any(self._unread(target) for target in annotation.targets):
            return
        quads: dict[int, list[Quad]] = {}
        for target in annotation.targets:
            found = self._text.resolve(target)
            if found is None:
                # A mark is drawn whole or not at all: half a mark would be a guess.
                self._unsure.add(annotation.id)
                return
            for page, there in self._quads_at(annotation, target.section, *found):
                quads.setdefault(page, []).extend(there)
        self._quads[annotation.id] = quads
        for page in quads:
            self._on_page[page].add(annotation.id)

    def _needing(self, page: int) -> set[str]:
        """Return the annotations that a page tells something about."""
        if self._text is None or not self._text.is_located:
            return set()
        if self._by_page is None:
            self._by_page = {}
            for annotation in self._annotations.values():
                self._list(annotation)
        return self._by_page.get(page, set())

    def _list(self, annotation: Annotation) -> None:
        if self._by_page is not None:
            for page in self.pages_of(annotation):
                self._by_page.setdefault(page, set()).add(annotation.id)

    def _quads_at(
        self, annotation: Annotation, section: int, start: int, end: int
    ) -> Iterable[tuple[int, list[Quad]]]:
        """Return page and quads of a range, a drawing's area, or the caret of a place without one."""
        assert self._text is not None
        if start < end:
            return self._text.quads(section, start, end)
        page = self._text.page_of((section, start))
        if annotation.drawing is not None and not self._text.reflows:
            return [(page, [quad_of(annotation.drawing.area)])]
        text = self._text.page(page)
        return [(page, [text.caret(start)])] if text is not None else []

    def _unread(self, target: Target) -> list[int]:
        assert self._text is not None
        return self._text.unread(*_reach(target))

    def _forget(self, annotation_id: str) -> None:
        for page in self._quads.pop(annotation_id, {}):
            self._on_page[page].discard(annotation_id)
        self._unsure.discard(annotation_id)


def _reach(target: Target) -> tuple[int, int, int]:
    """Return section, start and end of what is compared: of a place alone, what stands around it."""
    around = 0 if target.start < target.end else MAX_CONTEXT
    return target.section, max(target.start - around, 0), target.end + around


def _place(annotation: Annotation) -> tuple[object, ...]:
    """Return what says where an annotation is drawn."""
    return annotation.targets, annotation.status, annotation.drawing
