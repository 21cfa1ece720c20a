"""Turns a note from Markdown into plain text for programs that show no Markdown.

The markers go, what they mean stays where plain text can say it: list signs, numbers, addresses.
"""

from collections.abc import Callable, Iterable

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode


def plain_note(markdown: str) -> str:
    """Return a note as plain text, paragraphs separated by an empty line."""
    if not markdown.strip():
        return ""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    return _blocks(SyntaxTreeNode(tokens).children, "\n\n")


def _blocks(nodes: Iterable[SyntaxTreeNode], separator: str) -> str:
    return separator.join(filter(None, map(_block, nodes)))


def _block(node: SyntaxTreeNode) -> str:
    render = _BLOCKS.get(node.type)
    if render is not None:
        return render(node)
    if node.type == "inline":
        return "".join(map(_inline, node.children)).strip()
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


def _inline(node: SyntaxTreeNode) -> str:
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    if node.type == "image":
        return node.content or str(node.attrs.get("src", ""))
    if node.type == "link":
        return _link(node)
    return "".join(map(_inline, node.children)) if node.children else node.content


def _link(node: SyntaxTreeNode) -> str:
    text = "".join(map(_inline, node.children))
    address = str(node.attrs.get("href", ""))
    return text if address.removeprefix("mailto:") in (text, "") else f"{text} ({address})"


_BLOCKS: dict[str, Callable[[SyntaxTreeNode], str]] = {
    "bullet_list": _list,
    "ordered_list": _list,
    "blockquote": _quotation,
    "table": _table,
    "hr": _rule,
}
