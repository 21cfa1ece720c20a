"""Writes text that reflows as HTML: its chapters with marks in them, each card after the passage's block."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from urllib.parse import unquote

from lxml import etree, html

from reader_app.core.text import SectionText
from reader_app.document.opening import open_document
from reader_app.export.html.cards import Looks, Note, card_html
from reader_app.export.html.chapters import INNER, chapters_of
from reader_app.export.html.dom_text import IN_LINE, DomText
from reader_app.export.html.passages import Passage, Passages
from reader_app.export.item import ExportItem
from reader_app.export.options import ExportOptions

# Cards may stand among what is in these; anything else is one block, such as a table.
_HOLDERS = frozenset({"div", "section", "article", "main", "header", "footer", "li", "dd", "blockquote"})
_LISTS = frozenset({"ul", "ol", "dl"})
# What no link may be put into.
_CLOSED = frozenset({"a", "ruby", "summary"})
_IN_LINE = IN_LINE | {"br"}
_NAME = "data-mark"


class MarkedText:
    """The chapters of an article with its marks and cards in them.

    Attributes:
        placed: The annotations that have a place.
        beginning: The visible characters of the first chapter that has any.
        direction: "ltr" or "rtl" where the source says so, else "".
    """

    def __init__(
        self, item: ExportItem, article: str, notes: Sequence[Note], looks: Looks, options: ExportOptions
    ) -> None:
        """Read an article and put its annotations where they belong.

        Args:
            item: The article.
            article: The id that it has in the file.
            notes: Its annotations.
            looks: Of the labels.
            options: What is written.

        Raises:
            DocumentError: The source cannot be read.
        """
        sections = item.sections if item.sections is not None else _read(item)
        chapters = list(chapters_of(item.source, item.article.media_type))
        texts = [DomText(chapter.tree) for chapter in chapters]
        self.beginning = next((text.text.chars for text in texts if len(text.text)), "")
        self.direction = next((each.direction for each in chapters if each.direction), "")
        for chapter in chapters:
            for hidden in chapter.tree.iter("details"):
                hidden.set("open", "")
        self._trees = [chapter.tree for chapter in chapters]
        _rename(self._trees, [chapter.name for chapter in chapters], article)

        ways = Passages(sections, [text.text for text in texts])
        places = [(note, place) for note in notes for place in ways.of(note.annotation)]
        for number, text in enumerate(texts):
            here = [(note, place) for note, place in places if place.chapter == number]
            spans = [(place.start, place.end) for _, place in here]
            text.wrap(spans, partial(_mark, here, looks))
        self.placed = self._join(notes, looks, options)

    def html(self) -> list[str]:
        """Return the chapters as HTML."""
        return [
            etree.tostring(tree, method="html", encoding="unicode", with_tail=False) for tree in self._trees
        ]

    def _join(self, notes: Sequence[Note], looks: Looks, options: ExportOptions) -> list[Note]:
        """Join each mark and its card by links; return the annotations that have marks."""
        parts: defaultdict[str, list[etree._Element]] = defaultdict(list)
        for tree in self._trees:
            for element in tree.iter("mark", "span"):
                if name := element.get(_NAME):
                    parts[name].append(element)
        placed = [note for note in notes if note.mark_id in parts]
        for note in placed:
            first, last = parts[note.mark_id][0], parts[note.mark_id][-1]
            first.set("id", note.mark_id)
            _add_link(last, note)
        # Of cards in one place the last one is put first: each goes right behind the block.
        for note in reversed(placed):
            card = html.fragment_fromstring(card_html(note, looks, options))
            _add_card(parts[note.mark_id][0], card)
        return placed


def _read(item: ExportItem) -> list[SectionText]:
    with open_document(item.source, item.article.media_type, item.password) as document:
        return document.section_texts()


def _mark(here: Sequence[tuple[Note, Passage]], looks: Looks, number: int) -> etree._Element:
    """Make an element for a part of a mark; what marks no words is a sign."""
    note, place = here[number]
    kind = note.annotation.kind
    element = etree.Element("mark" if place.start < place.end else "span")
    look = kind.value if kind.marks_text else "sign"
    element.set("class", f"{look} {looks.color_class(note.annotation)}")
    element.set(_NAME, note.mark_id)
    element.set("data-label", looks.label(note.annotation).id)
    return element


def _add_link(part: etree._Element, note: Note) -> None:
    """Put a link to the card behind the last part of a mark; it has no text of its own."""
    link = etree.Element("a")
    link.set("class", "reference")
    link.set("href", f"#{note.card_id}")
    link.set("data-number", str(note.number))
    link.set("aria-label", f"Annotation {note.number}")
    closed = [above for above in part.iterancestors() if above.tag in _CLOSED]
    outer = [above for above in part.iterancestors("mark") if above.get(_NAME)]
    after = closed[-1] if closed else outer[-1] if outer else part
    _put_behind(after, link)


def _add_card(part: etree._Element, card: etree._Element) -> None:
    """Put a card behind the block that a mark begins in."""
    holder, block = part, part
    path = [part, *part.iterancestors()]
    for above, element in pairwise(reversed(path)):
        if above.tag in _HOLDERS:
            holder, block = above, element
            if element.tag not in _HOLDERS | _LISTS:
                break
    if block.tag not in _IN_LINE:
        _put_behind(block, card)
        return
    # Text that stands in no block of its own goes on to the next one.
    following = next((each for each in block.itersiblings() if each.tag not in _IN_LINE), None)
    holder.insert(len(holder) if following is None else holder.index(following), card)


def _put_behind(element: etree._Element, new: etree._Element) -> None:
    """Put an element right behind another, before the text that follows that."""
    holder = element.getparent()
    assert holder is not None
    new.tail, element.tail = element.tail, None
    holder.insert(holder.index(element) + 1, new)


def _rename(trees: Sequence[etree._Element], names: Sequence[str], article: str) -> None:
    """Give all places names of their own in the file, and lead links inside it there."""
    chapters = {name: number for number, name in enumerate(names)}
    known: set[str] = set()
    for number, tree in enumerate(trees):
        tree.set("id", f"{article}-{number}")
        known.add(f"{article}-{number}")
        for element in tree.iterdescendants(etree.Element):
            if (name := element.get("id")) is not None:
                new = f"{article}-{number}-{name}"
                if new in known:
                    del element.attrib["id"]
                else:
                    element.set("id", new)
                    known.add(new)
    for number, tree in enumerate(trees):
        for link in tree.iter("a"):
            address = link.get("href", "")
            if not address.startswith("#"):
                if address:
                    link.set("rel", "noopener noreferrer")
                continue
            chapter, _, place = address[1:].rpartition(INNER)
            if chapter not in chapters:
                chapter, place = names[number], address[1:]
            target = f"{article}-{chapters[chapter]}" + (f"-{unquote(place)}" if place else "")
            if target in known:
                link.set("href", f"#{target}")
            else:
                del link.attrib["href"]
