"""XML from strangers, read without entities, without the network, within limits."""

from lxml import etree

from reader_app.errors import IntakeError

_HEAD = 65_536


def parse_xml(source: bytes) -> etree._Element:
    """Return the root of the document.

    Raises:
        IntakeError: It is not well-formed, or defines entities (which only an attack needs).
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.LxmlError, ValueError) as error:
        raise IntakeError("The file is damaged: its XML cannot be read.") from error
    internal = root.getroottree().docinfo.internalDTD
    # The stubs lack this method of a DTD.
    if isinstance(internal, etree.DTD) and internal.entities():  # type: ignore[attr-defined]
        raise IntakeError("The file defines XML entities, as attacks do, and was not added.")
    return root


def local_name(element: etree._Element) -> str:
    """Return the element's name without its namespace."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element, *path: str) -> list[etree._Element]:
    """Return the descendants along a path of names, whatever their namespaces."""
    found = [element]
    for name in path:
        found = [child for parent in found for child in parent if local_name(child) == name]
    return found


def line_of(element: etree._Element) -> str:
    """Return the element's text on one line."""
    return " ".join("".join(map(str, element.itertext())).split())
