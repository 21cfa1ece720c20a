from pathlib import Path

import pytest

from reader_app.intake.kept_pictures import ArchivePictures, FolderPictures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    page = tmp_path / "saved"
    (page / "Terns_files").mkdir(parents=True)
    for name in ("a.png", "Terns_files/b c.png", "Terns_files/ä.png", "q.png", "100%25.png"):
        (page / name).write_bytes(name.encode())
    (tmp_path / "outside.png").write_bytes(b"secret")
    return page


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("a.png", "a.png"),
        ("./a.png", "a.png"),
        ("Terns_files/b%20c.png", "Terns_files/b c.png"),
        ("Terns_files/b c.png", "Terns_files/b c.png"),
        ("Terns_files/%C3%A4.png", "Terns_files/ä.png"),
        ("Terns_files/../a.png", "a.png"),
        ("q.png?width=9#x", "q.png"),
        ("100%25.png", "100%25.png"),
    ],
)
def test_a_picture_beside_the_page_is_found(folder: Path, name: str, file: str) -> None:
    members = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.png")}
    archive = ArchivePictures({f"x/{name}": content for name, content in members.items()}.get, "x/Terns.html")

    assert FolderPictures(folder).collect([name], "") == {name: file.encode()}
    assert archive.collect([name], "") == {name: file.encode()}


@pytest.mark.skipif("os.name == 'nt'", reason="no such file names there")
def test_a_picture_that_was_saved_with_its_query_is_found(folder: Path) -> None:
    (folder / "p.php?id=3").write_bytes(b"x")

    assert FolderPictures(folder).collect(["p.php?id=3"], "") == {"p.php?id=3": b"x"}


@pytest.mark.parametrize(
    "name",
    [
        *("../outside.png", "%2e%2e/outside.png", "..%2foutside.png", "..\\outside.png", "..%5Coutside.png"),
        *("{}/outside.png", "file://{}/outside.png", "file:outside.png", "//host/share/x.png", "C:/x.png"),
        *(
            "\\\\host\\share\\x.png",
            "C%3A/x.png",
            "a.png%00",
            "",
            ".",
            "Terns_files",
            "none.png",
            "http://[1/",
        ),
        *("https://example.org/a.png", "link.png", "links/outside.png", "a.png:stream", "data:,"),
    ],
)
def test_nothing_outside_the_folder_is_read(folder: Path, name: str) -> None:
    try:
        (folder / "link.png").symlink_to(folder.parent / "outside.png")
        (folder / "links").symlink_to(folder.parent, target_is_directory=True)
    except OSError:
        pytest.skip("no links here")

    asked = name.format(folder.parent.as_posix())

    assert FolderPictures(folder).collect([asked], "") == {}


def test_a_link_that_stays_inside_is_followed(folder: Path) -> None:
    try:
        (folder / "link.png").symlink_to(folder / "a.png")
    except OSError:
        pytest.skip("no links here")

    assert FolderPictures(folder).collect(["link.png"], "") == {"link.png": b"a.png"}


def test_an_archive_is_asked_only_for_what_is_inside() -> None:
    asked: list[str] = []

    def member(name: str) -> bytes | None:
        asked.append(name)
        return None

    ArchivePictures(member, "a/b/page.html").collect(["../../../x.png", "/x.png", "../y.png", "z.png"], "")

    assert asked == ["a/y.png", "a/b/z.png"]


def test_no_more_than_sixty_megabytes_are_given(folder: Path) -> None:
    large = bytes(14 << 20)
    files = {f"{number}.png": large for number in range(6)} | {"huge.png": bytes((15 << 20) + 1)}

    found = ArchivePictures(files.get, "page.html").collect(["huge.png", *files], "")

    assert list(found) == ["0.png", "1.png", "2.png", "3.png"]


def test_a_folder_that_is_gone_has_no_pictures(tmp_path: Path) -> None:
    assert FolderPictures(tmp_path / "gone").collect(["a.png"], "") == {}
