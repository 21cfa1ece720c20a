"""Exports of other programs, made after the formats that these programs write."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

ARTICLE = (
    "<p>Terns fly from pole to pole — “every year”.</p><p>They see more daylight than any other bird.</p>"
)

POCKET_TABLE = (
    "title,url,time_added,tags,status\n"
    "Terns,https://coast.example/terns,1600322788,birds|sea birds,unread\n"
    '"Salt, mostly",https://coast.example/salt,1600172739,,archive\n'
    "https://coast.example/untitled,https://coast.example/untitled,1600172740,,unread\n"
)
POCKET_HIGHLIGHTS = json.dumps(
    [
        {
            "url": "https://coast.example/terns",
            "title": "Terns",
            "highlights": [
                {"quote": "from pole to pole", "created_at": 1600322800},
                {"quote": "any other bird", "created_at": 1600322801, "note": "Check this."},
            ],
        },
        {
            "url": "https://coast.example/lost",
            "title": "Lost",
            "highlights": [{"quote": "kept", "created_at": 1}],
        },
    ]
)
POCKET_PAGE = """<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
<title>Pocket Export</title></head><body>
<h1>Unread</h1>
<ul>
<li><a href="https://coast.example/terns" time_added="1600322788" tags="birds,sea birds">Terns &amp; gulls</a>
</li>
<li><a href="javascript:void(0)" time_added="1" tags="">A script</a></li></ul>
<h1>Read Archive</h1>
<ul><li><a href="https://coast.example/salt" time_added="1600172739" tags="">Salt</a></li></ul>
</body></html>
"""
INSTAPAPER_TABLE = (
    "URL,Title,Selection,Folder,Timestamp,Tags\n"
    'https://coast.example/terns,Terns,from pole to pole,Unread,1700000000,"[]"\n'
    'https://coast.example/salt,Salt,,Archive,1700000001,"[""react"",""sea birds""]"\n'
    "https://coast.example/sand,Sand,,Starred,1700000002,\n"
    "https://coast.example/silt,Silt,,To try,1700000003,\n"
)
INSTAPAPER_PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Instapaper: Export</title></head><body>
<h1>Unread</h1><ol>
<li><a href="https://coast.example/terns">Terns</a>: about them
</ol><h1>To try</h1><ol>
<li><a href="https://coast.example/silt">Silt</a>
</ol><h1>Archive</h1><ol>
<li><a href="https://coast.example/salt">Salt</a>
</ol></body></html>
"""
WALLABAG = json.dumps(
    [
        {
            "id": 1,
            "title": "Terns",
            "url": "https://coast.example/terns",
            "is_archived": 0,
            "is_starred": 1,
            "content": ARTICLE,
            "created_at": "2024-01-01T10:00:00+0000",
            "published_at": "2023-05-06T00:00:00+0000",
            "published_by": ["Ann Lee", ""],
            "mimetype": "text/html",
            "language": "en_GB",
            "tags": [{"id": 7, "label": "birds", "slug": "birds"}],
            "annotations": [
                {
                    "text": "How far is that?",
                    "quote": 'from pole to pole - "every year"',
                    "created_at": "2024-01-02T09:00:00+0000",
                    "ranges": [{"start": "/p[1]", "startOffset": "10", "end": "/p[1]", "endOffset": "40"}],
                },
                {"text": "", "quote": "words that the article never had"},
                {"text": "A note on all of it.", "quote": ""},
            ],
        },
        {
            "id": 2,
            "title": "Salt",
            "url": "https://coast.example/salt",
            "is_archived": True,
            "content": "wallabag can't retrieve contents for this article.",
            "tags": ["sea"],
            "annotations": [],
        },
    ]
)
WALLABAG_TABLE = (
    'Title;URL;Content;Tags;"MIME Type";Language;"Creation date"\n'
    f'Terns;https://coast.example/terns;"{ARTICLE}";"birds, sea";text/html;en;"06/05/2023 10:00:00"\n'
)
OMNIVORE_ITEMS = [
    {
        "id": "1",
        "slug": "terns-18f",
        "title": "Terns",
        "description": "About terns",
        "author": "Ann Lee",
        "url": "https://coast.example/terns",
        "state": "Active",
        "readingProgress": 40,
        "labels": ["birds"],
        "savedAt": "2024-02-03T04:05:06.789Z",
        "publishedAt": "2023-05-06T00:00:00.000Z",
    },
    {
        "id": "2",
        "slug": "salt-18f",
        "title": "Salt",
        "url": "https://coast.example/salt",
        "state": "Archived",
        "readingProgress": 100,
        "labels": [],
        "savedAt": "2024-02-03T04:05:06.789Z",
    },
]
OMNIVORE = {
    "metadata_0_to_2.json": json.dumps(OMNIVORE_ITEMS),
    "content/terns-18f.html": f'<DIV id="readability-page-1" class="page">{ARTICLE}</DIV>',
    "highlights/terns-18f.md": (
        "> from pole to pole \n\n#far away #sea\n\nHow far?\n\nVery far.\n\n> Terns fly\n> They see "
    ),
}
READWISE_HIGHLIGHTS = (
    "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,"
    "Document tags\n"
    '"She said ""no"" & left.",The Coast,Ann Lee,B00X,,yellow,,page,12,2020-10-06 08:00:00+00:00,novels\n'
    '"Two\nparagraphs.",The Coast,Ann Lee,B00X,Key idea,yellow,".favorite, Deep Work",page,2,'
    "2020-10-05 10:15:30+00:00,novels\n"
    "Elsewhere.,The Sea,Bo Ek,,,,,location,345,,\n"
)
READER_TABLE = (
    "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"
    "Terns,https://coast.example/terns,01g,\"['birds', 'sea']\",2022-11-06 04:33:50+00:00,0.4,new,True\n"
    "Salt,https://coast.example/salt,01h,[],2022-11-06 04:33:50+00:00,1,archive,True\n"
    "Sand,https://coast.example/sand,01i,[],2022-11-06 04:33:50+00:00,0.99,later,True\n"
)
BOOKMARKS = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE><H1>Bookmarks</H1>
<DL><p><DT><H3 PERSONAL_TOOLBAR_FOLDER="true">Bar</H3>
<DL><p><DT><A HREF="https://coast.example/terns" ADD_DATE="1600322788" TAGS="birds,sea">Terns</A>
<DD>About them
<DT><A HREF="place:sort=8">Recent</A>
</DL><p></DL>
"""
ADDRESSES = "https://coast.example/terns\r\n\r\n  https://coast.example/salt  \n"


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive, the same for the same members whatever the time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def unpacked(folder: Path, members: Mapping[str, str | bytes]) -> Path:
    """Write files into a folder."""
    for name, content in members.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
