"""What was saved needs no network: opening, reading and exporting ask no server for anything."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from lxml import etree

from intake.web_server import Reply, Site, serving
from worker.pages import PARAGRAPHS

# A sitecustomize module: every Python process that finds it has no sockets but those of this computer's own
# programs among themselves, and writes down what it was asked for.
GUARD = """
import socket, sys
def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname"):
        if event == "socket.connect" and arguments[0].family == getattr(socket, "AF_UNIX", None):
            return
        open({log!r}, "a").write(f"{{event}} {{arguments[1:]}}\\n")
        raise OSError("the network is cut")
sys.addaudithook(refuse)
"""
RUNNING = ("script", "style", "iframe", "object", "embed", "form", "video", "audio")
LOADED = ("src", "srcset", "poster", "background", "data", "action", "formaction", "xlink:href", "manifest")


def page(site: Site) -> bytes:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    return f"""<!DOCTYPE html><html><head><title>The tides</title>
        <link rel="stylesheet" href="{site.address}/style.css">
        <script src="{site.address}/script.js"></script><link rel="icon" href="{site.address}/icon.png">
        <style>@import url({site.address}/more.css);</style></head>
        <body onload="load()" background="{site.address}/paper.png"><article><h1>The tides</h1>{body}
        <p style="background:url({site.address}/bay.png)"><img src="/missing.png" alt="A bay"
            onerror="fetch('{site.address}/error')"><img src="{site.address}/pixel.gif" width=1 height=1></p>
        <iframe src="{site.address}/frame"></iframe><video src="/film.mp4" poster="/poster.png"></video>
        <object data="/thing"></object><embed src="/other"><audio src="/sound.mp3"></audio>
        <svg width=90 height=90><image href="{site.address}/drawn.png"/><script>x()</script></svg>
        <form action="{site.address}/form"><input type=image src="/button.png"></form></article>
        <script>new Image().src = "{site.address}/spy.gif"</script></body></html>""".encode()


def run(library: Path, guard: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([str(guard), *filter(None, [os.environ.get("PYTHONPATH", "")])])
    return subprocess.run(
        [sys.executable, "-m", "reader_app", *arguments, "--library", str(library)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
    )


def test_saved_page_asks_no_server_for_anything_when_it_is_read(tmp_path: Path) -> None:
    log, guard, library = tmp_path / "asked.txt", tmp_path / "guard", tmp_path / "library"
    guard.mkdir()
    with serving() as site:
        site.answers["/tides"] = Reply(page(site))
        added = run(library, guard, "add", "--json", f"{site.address}/tides")
        article = json.loads(added.stdout)[0]["article"]
        (guard / "sitecustomize.py").write_text(GUARD.format(log=str(log)))
        site.asked.clear()

        text = run(library, guard, "text", article["id"])
        found = run(library, guard, "search", "tide")
        marked = run(library, guard, "annotate", article["id"], "--quote", PARAGRAPHS[0].split(".")[0])
        exported = run(library, guard, "export", article["id"], "--output", str(tmp_path / "tides.pdf"))
        refused = run(library, guard, "add", f"{site.address}/tides?again")

        assert site.asked == []
    assert [each.returncode for each in (text, found, marked, exported)] == [0, 0, 0, 0]
    assert PARAGRAPHS[0] in text.stdout
    asked = log.read_text().splitlines()
    assert refused.returncode == 1
    assert len(asked) == 1, f"only the address that was to be saved again is asked for, not {asked}"


def test_saved_page_holds_nothing_that_runs_or_is_loaded(tmp_path: Path) -> None:
    with serving() as site:
        site.answers["/tides"] = Reply(page(site))
        run(tmp_path, tmp_path, "add", f"{site.address}/tides")

    pages = [path for path in (tmp_path / "articles").rglob("*.html") if b"<article>" in path.read_bytes()]
    assert pages
    for path in pages:
        root = etree.fromstring(path.read_bytes(), etree.HTMLParser(encoding="utf-8"))
        for element in root.iter():
            assert element.tag not in (
                "script",
                "style",
                "iframe",
                "object",
                "embed",
                "form",
                "video",
                "audio",
            )
            for name, value in element.attrib.items():
                assert not name.startswith("on")
                assert name not in LOADED or value.startswith("data:image/"), f"{element.tag} {name}"
            assert not (element.tag == "link" and element.get("rel") != "canonical")
        assert not re.search(rb"url\(|@import", path.read_bytes())
