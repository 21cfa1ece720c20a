"""Turns a note from Markdown into plain text for programs that show no Markdown.

The markers go, what they mean stays where plain text can say it: list signs, numbers, addresses.
"""

from collections.abc import Callable, Iterable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode


def plain_note(markdown: str) -> str:
    """Return a note as plain text, paragraphs separated by an empty line."""
    if not markdown.strip():
        return ""
    tokens = _parser().parse(markdown)
    for token in tokens:
        if token.type == "inline":
            token.content, token.children = _line(token.children or ()), None
    return _blocks(SyntaxTreeNode(tokens).children, "\n\n")


def _blocks(nodes: Iterable[SyntaxTreeNode], separator: str) -> str:
    return separator.join(filter(None, map(_block, nodes)))


def _block(node: SyntaxTreeNode) -> str:
    render = _BLOCKS.get(node.type)
    if render is not None:
        return render(node)
    if node.children:
        return _blocks(node.children, "\n\n")
    return node.content.strip("\n")


def _list(node: SyntaxTreeNode) -> str:
    number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
    items = []
    for index, item in enumerate(node.children):
        marker = "• " if number is None else f"{number + index}. "
        content = _blocks(item.children, "\n")
        items.append(marker + content.replace("\n", "\n" + " " * len(marker)))
    return "\n".join(items)


def _quotation(node: SyntaxTreeNode) -> str:
    return "\n".join(f"> {line}".rstrip() for line in _blocks(node.children, "\n\n").split("\n"))


def _table(node: SyntaxTreeNode) -> str:
    rows = (row for part in node.children for row in part.children)
    return "\n".join("\t".join(_blocks(cell.children, " ") for cell in row.children) for row in rows)


def _rule(_: SyntaxTreeNode) -> str:
    return "———"


def _line(tokens: Iterable[Token]) -> str:
    """Return what stands in a line; not by recursion, as emphasis may be nested without end."""
    parts: list[str] = []
    start, address = 0, ""
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "image":
            parts.append(token.content or str(token.attrs.get("src", "")))
        elif token.type == "link_open":
            start, address = len(parts), str(token.attrs.get("href", ""))
        elif token.type == "link_close":
            parts[start:] = [_link("".join(parts[start:]), address)]
        else:
            parts.append(token.content)
    return "".join(parts).strip()


def _link(text: str, address: str) -> str:
    return text if address.removeprefix("mailto:") in (text, "") else f"{text} ({address})"


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


_BLOCKS: dict[str, Callable[[SyntaxTreeNode], str]] = {
    "bullet_list": _list,
    "ordered_list": _list,
    "blockquote": _quotation,
    "table": _table,
    "hr": _rule,
}
