"""What named things stand for: folders, archives, files of any kind, addresses."""

import io
import os
import socket
import sys
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from intake.exports import unpacked, zipped
from intake.sources import epub, fb2
from reader_app.errors import IntakeError
from reader_app.intake import file_trees
from reader_app.intake.archive import member, open_archive
from reader_app.intake.content import content_of
from reader_app.intake.detect import SUFFIXES
from reader_app.intake.expansion import expand
from reader_app.intake.sources import Expansion, Source, address_source

PAGE = "<!DOCTYPE html><title>A page</title><p>Words."


def names_in(folder: Path, found: Expansion) -> list[str]:
    """Return the files among the sources, relative to a folder."""
    return [
        "!".join(filter(None, (each.path.relative_to(folder).as_posix(), each.member)))
        for each in found.sources
        if each.path is not None
    ]


def sentences(found: Expansion) -> list[str]:
    return [sentence for _, sentence in found.problems]


def test_a_folder_stands_for_its_readable_files_in_order(tmp_path: Path) -> None:
    files = (
        "b.txt",
        "a/c.MD",
        "a/.d.txt",
        ".git/e.txt",
        "f.jpg",
        "a/b/g.epub",
        "a.b/h.html",
        "i.exe",
        "j.json",
    )
    unpacked(tmp_path, dict.fromkeys(files, "x"))

    found = expand([str(tmp_path)])

    assert names_in(tmp_path, found) == ["a/b/g.epub", "a/c.MD", "a.b/h.html", "b.txt"]
    assert found.problems == ()


@pytest.mark.parametrize("suffix", sorted(suffix for suffixes in SUFFIXES.values() for suffix in suffixes))
def test_every_suffix_of_a_format_is_taken_from_a_folder(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a{suffix.upper()}").write_bytes(b"x")

    assert len(expand([str(tmp_path)]).sources) == 1


def test_files_without_a_suffix_are_taken_from_a_folder_by_how_they_begin(tmp_path: Path) -> None:
    unpacked(
        tmp_path,
        {
            "page": f"<!-- saved -->\n{PAGE}",
            "paper": b"%PDF-1.7\n",
            "book": epub(),
            "README": "Words.",
            "program": b"\x7fELF",
            "empty": b"",
        },
    )

    assert names_in(tmp_path, expand([str(tmp_path)])) == ["book", "page", "paper"]


def test_folders_of_saved_pages_are_their_pictures(tmp_path: Path) -> None:
    unpacked(
        tmp_path,
        {
            "News.html": PAGE,
            "News_files/frame.html": PAGE,
            "News_files/deep/ad.html": PAGE,
            "Old.htm": PAGE,
            "Old.files/frame.htm": PAGE,
            "Neu.html": PAGE,
            "Neu-Dateien/rahmen.html": PAGE,
            "lost/index_files/frame.html": PAGE,
            "my_files/essay.html": PAGE,
            "notes.files/essay.md": "Words.",
        },
    )

    found = names_in(tmp_path, expand([str(tmp_path)]))

    assert found == ["Neu.html", "News.html", "Old.htm", "my_files/essay.html", "notes.files/essay.md"]


def test_a_named_file_is_always_tried(tmp_path: Path) -> None:
    unpacked(tmp_path, {".odd": "x", "photo.jpg": b"\xff\xd8\xff", "some.json": "{}"})

    found = expand([str(tmp_path / name) for name in (".odd", "photo.jpg", "some.json")])

    assert names_in(tmp_path, found) == [".odd", "photo.jpg", "some.json"]


def test_names_keep_their_order_and_one_that_is_wrong_spoils_no_other(tmp_path: Path) -> None:
    unpacked(tmp_path, {"z.txt": "x", "a.txt": "y"})

    found = expand(
        [
            str(tmp_path / "z.txt"),
            "https://coast.example/",
            str(tmp_path / "missing"),
            str(tmp_path / "a.txt"),
        ]
    )

    assert [source.name for source in found.sources] == ["z.txt", "https://coast.example/", "a.txt"]
    assert found.sources[1] == address_source("https://coast.example/")
    assert found.problems == ((str(tmp_path / "missing"), "There is no such file or folder."),)


@pytest.mark.parametrize("name", ["ftp://coast.example/a", "gopher://coast.example", "chrome://settings"])
def test_addresses_of_other_schemes_are_not_taken_for_missing_files(name: str) -> None:
    assert expand([name]).problems == ((name, "Only http and https addresses can be saved."),)


@pytest.mark.parametrize("name", ["", "  ", "a\0b", "x" * 5_000, "~nobody-of-this-name/a", "\udcff\udcfe"])
def test_what_cannot_be_a_name_is_one_sentence(name: str) -> None:
    found = expand([name])

    assert found.sources == ()
    [(shown, sentence)] = found.problems
    assert sentence.endswith(".")
    shown.encode()


def test_a_name_may_be_relative_or_begin_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("x")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))

    found = expand(["a.txt", "~/a.txt", "."])

    assert [source.path for source in found.sources] == [Path("a.txt"), tmp_path / "a.txt", Path("a.txt")]


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_a_name_that_is_no_text_is_shown_as_text_and_read_all_the_same(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text("Words.")

    for named in (os.fsdecode(path), str(tmp_path)):
        [source] = expand([named]).sources
        assert source.name == "caf\N{REPLACEMENT CHARACTER}.txt"
        assert content_of(source)[0] == b"Words."


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files on Windows")
def test_pipes_sockets_and_devices_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    os.mkfifo("pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.txt")
        found = expand(["pipe", "socket.txt", os.devnull])
        inside = expand([str(tmp_path)])

    assert found.sources == ()
    assert sentences(found) == ["It is not a file."] * 3
    assert sentences(inside) == ["The folder holds no file that this program reads."]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows")
def test_links_that_lead_in_circles_or_nowhere_are_harmless(tmp_path: Path) -> None:
    unpacked(tmp_path, {"a/b/page.html": PAGE, "elsewhere/other.html": PAGE})
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "self").symlink_to("self")
    (tmp_path / "a" / "lost.html").symlink_to(tmp_path / "missing")
    (tmp_path / "a" / "out").symlink_to(tmp_path / "elsewhere")

    found = expand([str(tmp_path / "a")])

    assert names_in(tmp_path, found) == ["a/b/page.html", "a/out/other.html"]
    assert found.problems == ()
    assert sentences(expand([str(tmp_path / "a" / "self")]))[0].endswith(".")


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="whoever runs this may look into every folder"
)
def test_a_folder_that_may_not_be_looked_into_is_named(tmp_path: Path) -> None:
    unpacked(tmp_path, {"open/a.txt": "x", "closed/b.txt": "x"})
    (tmp_path / "closed").chmod(0)
    try:
        found = expand([str(tmp_path)])
    finally:
        (tmp_path / "closed").chmod(0o700)

    assert names_in(tmp_path, found) == ["open/a.txt"]
    assert found.problems[0][0] == str(tmp_path / "closed")


def test_an_archive_stands_for_its_readable_files(tmp_path: Path) -> None:
    book = epub()
    content = zipped(
        {
            "b/News.html": PAGE,
            "b/News_files/frame.html": PAGE,
            "b/a.txt": "Words.",
            "__MACOSX/b/._a.txt": "x",
            "b/.hidden.txt": "x",
            "b/photo.jpg": b"\xff\xd8\xff",
            "book.epub": book,
        }
    )
    (tmp_path / "any.name").write_bytes(content)

    found = expand([str(tmp_path / "any.name")])

    assert names_in(tmp_path, found) == ["any.name!b/News.html", "any.name!b/a.txt", "any.name!book.epub"]
    assert [source.name for source in found.sources] == ["News.html", "a.txt", "book.epub"]
    assert [content_of(source)[0] for source in found.sources] == [PAGE.encode(), b"Words.", book]


@pytest.mark.parametrize("name", ["a.epub", "a.zip", "a"])
@pytest.mark.parametrize(
    "members",
    [
        {"mimetype": "application/epub+zip", "META-INF/container.xml": "x", "a.html": PAGE},
        {"[Content_Types].xml": "x", "word/document.xml": "x"},
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"},
        {"A book.fb2": fb2()},
    ],
)
def test_a_document_that_is_an_archive_is_one_article(
    tmp_path: Path, name: str, members: dict[str, str | bytes]
) -> None:
    path = tmp_path / name
    path.write_bytes(zipped(members))

    assert expand([str(path)]).sources == (Source(name=name, path=path),)


def test_archives_in_folders_are_looked_into_and_those_in_archives_are_not(tmp_path: Path) -> None:
    inner = zipped({"page.html": PAGE})
    unpacked(
        tmp_path,
        {
            "more.zip": zipped({"inner.zip": inner, "book.fb2.zip": zipped({"a.fb2": fb2()}), "a.txt": "x"}),
            "novel.fb2.zip": zipped({"novel.fb2": fb2()}),
            "programs.zip": zipped({"a.exe": b"MZ"}),
        },
    )

    found = expand([str(tmp_path)])

    assert names_in(tmp_path, found) == ["more.zip!a.txt", "more.zip!book.fb2.zip", "novel.fb2.zip"]
    assert found.problems == (
        (
            str(tmp_path / "more.zip" / "inner.zip"),
            "It is an archive inside an archive; unpack it and add it by itself.",
        ),
    )


def many_members() -> bytes:
    return zipped({f"{number}.txt": b"" for number in range(20_001)})


def with_password() -> bytes:
    content = bytearray(zipped({"a.txt": "Words."}))
    content[6] |= 1  # the flag in the member's own header, and in the table of contents
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def with_unbounded_packing() -> bytes:
    """Return an archive whose member comes unpacked all at once, which cannot be stopped halfway."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.txt", "Words.")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (zipped({"../outside.html": PAGE}), "lead out of its folder"),
        (zipped({"/etc/page.html": PAGE}), "lead out of its folder"),
        (zipped({"bomb.txt": bytes(64 << 20)}), "far more than it can honestly hold"),
        (many_members(), "more than 20,000 others"),
        (with_password(), "locked by a password"),
        (with_unbounded_packing(), "packed in a way this program does not read"),
        (zipped({"a.txt": "Words."})[:-30], "damaged or incomplete"),
        (zipped({}), "no file that this program reads"),
        (zipped({"a.exe": b"MZ"}), "no file that this program reads"),
    ],
    ids=["up", "root", "bomb", "many", "locked", "unbounded", "cut", "empty", "programs"],
)
def test_an_archive_that_is_broken_or_hostile_is_one_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    (tmp_path / "a.zip").write_bytes(content)

    found = expand([str(tmp_path / "a.zip")])

    assert found.sources == ()
    assert [sentence in each for each in sentences(found)] == [True]


def test_no_more_is_unpacked_of_a_member_than_it_says_it_holds(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.txt": bytes(200 << 20)}))
    size_in_table = content.index(b"PK\x01\x02") + 24
    content[size_in_table : size_in_table + 4] = (100).to_bytes(4, "little")
    tracemalloc.start()
    try:
        with pytest.raises(IntakeError, match="damaged"), open_archive(bytes(content)) as archive:
            member(archive, "a.txt")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 10 << 20


def test_a_file_of_many_comments_is_looked_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("<!---->" * 1_000 + "x")
    (tmp_path / "b").write_text("<!---->" * 1_000 + "<html>")

    assert names_in(tmp_path, expand([str(tmp_path)])) == ["b"]


def test_a_damaged_member_spoils_no_other(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.html": PAGE * 50, "b.txt": "Words."}))
    content[60:70] = b"\xff" * 10
    (tmp_path / "a.zip").write_bytes(content)

    found = expand([str(tmp_path / "a.zip")])

    assert [content_of(source)[0] for source in found.sources] == [b"Words."]
    assert sentences(found) == ["The file is damaged or incomplete."]


def test_names_in_an_archive_are_read_though_it_does_not_say_how_they_are_written(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("Straße.txt")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, "Words.")
    content = buffer.getvalue()
    # Without the flag that says UTF-8, as many programs write it.
    unsaid = content.replace(b"\x00\x08\x00\x00", b"\x00\x00\x00\x00")
    (tmp_path / "a.zip").write_bytes(unsaid)

    [source] = expand([str(tmp_path / "a.zip")]).sources

    assert source.name == "Straße.txt"
    assert source.member != source.name
    assert content_of(source)[0] == b"Words."


def test_pictures_are_found_beside_a_page_in_a_folder_and_in_an_archive(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {
        "b/News.html": PAGE,
        "b/News_files/map.png": b"picture",
        "b/my files/plan.png": b"plan",
        "secret.png": b"secret",
    }
    unpacked(tmp_path / "folder", members)
    (tmp_path / "a.zip").write_bytes(zipped(members))
    wanted = ["News_files/map.png", "my%20files/plan.png", "../../x.png", "/etc/passwd", "missing.png"]

    for named in ("folder", "a.zip"):
        [page] = expand([str(tmp_path / named)]).sources
        found = content_of(page)[1].collect(wanted, "")
        assert found == {"News_files/map.png": b"picture", "my%20files/plan.png": b"plan"}


def test_what_is_gone_or_too_large_when_it_is_read_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Words.")
    [source] = expand([str(tmp_path / "a.txt")]).sources

    monkeypatch.setattr(file_trees.Folder.read, "__defaults__", (3,))
    with pytest.raises(file_trees.IntakeError, match="larger than"):
        content_of(source)
    monkeypatch.undo()
    (tmp_path / "a.txt").unlink()
    with pytest.raises(file_trees.IntakeError, match="no such file"):
        content_of(source)


def test_an_address_is_not_read_here() -> None:
    with pytest.raises(ValueError, match="to be fetched"):
        content_of(address_source("https://coast.example/"))


def test_no_article_of_the_corpus_is_taken_for_a_list(corpus: Path) -> None:
    files = [str(path) for path in sorted(corpus.glob("*/**/*")) if path.is_file()]

    found = expand(files)

    assert len(found.sources) == len(files) > 200
    assert {source.listing for source in found.sources} == {None}
    assert found.problems == ()
