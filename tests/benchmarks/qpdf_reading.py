"""Reads PDFs with qpdf, which knows nothing of the programs that wrote them; without it nothing is wrong."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def qpdf_status(path: Path, password: str) -> int:
    """Return 0 for a sound file (or without qpdf), 1 for one with warnings, 2 for a broken one."""
    if shutil.which("qpdf") is None:
        return 0
    command = ["qpdf", "--check", f"--password={password}", str(path)]
    return {0: 0, 3: 1}.get(subprocess.run(command, capture_output=True, check=False).returncode, 2)


def losses(plain: Path, output: Path, password: str) -> Iterator[str]:
    """Yield what a copy lacks; objects keep their numbers in it."""
    before, after = (qpdf_json(path, password) for path in (plain, output))
    if before is None or after is None:
        return
    objects = after["qpdf"][1]
    pages = {page["object"]: page for page in after["pages"]}
    for page in before["pages"]:
        name = page["object"]
        if name not in pages:
            yield f"page {name}"
            continue
        if page.get("label") and page["label"] != pages[name].get("label"):
            yield f"the label {page['label']} of page {name}"
        kept = [spelled(each, objects) for each in annots(name, objects)]
        for each in annots(name, before["qpdf"][1]):
            if spelled(each, before["qpdf"][1]) not in kept:
                yield f"an annotation of page {name}"
    titles = list(outline(after["outlines"]))
    for entry in outline(before["outlines"]):
        if entry not in titles:
            yield f"the outline's {entry}"
    fields = [(each["fullname"], each["value"]) for each in after["acroform"]["fields"]]
    for each in before["acroform"]["fields"]:
        if (each["fullname"], each["value"]) not in fields:
            yield f"the field {each['fullname']}"


def qpdf_json(path: Path, password: str) -> dict[str, Any] | None:
    if shutil.which("qpdf") is None:
        return None
    command = ["qpdf", "--json=2", f"--password={password}", str(path)]
    run = subprocess.run(command, capture_output=True, check=False)
    try:
        described: dict[str, Any] = json.loads(run.stdout)
    except ValueError:
        return None
    return described


def annots(page: str, objects: dict[str, Any]) -> list[Any]:
    listed = value_of(page, objects).get("/Annots", [])
    listed = value_of(listed, objects) if isinstance(listed, str) else listed
    return listed if isinstance(listed, list) else []


def spelled(each: Any, objects: dict[str, Any]) -> str:
    """Spell an annotation; the window that it opens and its replies are named by their numbers."""
    return json.dumps(value_of(each, objects) if isinstance(each, str) else each, sort_keys=True)


def value_of(reference: str, objects: dict[str, Any]) -> Any:
    return objects.get(f"obj:{reference}", {}).get("value", {})


def outline(entries: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        yield entry["title"], json.dumps(entry["dest"])
        yield from outline(entry["kids"])
