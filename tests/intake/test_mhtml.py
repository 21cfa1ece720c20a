"""Pages saved as MHTML, and mails."""

import base64
import quopri
from pathlib import Path

import pytest

from intake.office import png
from intake.sources import body_text, laid_out_text, visible
from reader_app.errors import IntakeError
from reader_app.intake.mail_parts import PartPictures, leaves_of, message_of
from reader_app.intake.mhtml import read

PAGE = (
    "<html><head><title>Terns of the Bay</title></head><body><h1>Terns of the Bay</h1>"
    "<p>Größe – “quoted” words that are long enough to be an article about terns in the bay.</p>"
    '<img src="cid:nest@x" alt="A nest"><img src="pictures/a%20b.png" alt="Two"></body></html>'
)


def saved_page(
    page: str = PAGE,
    charset: str = "utf-8",
    transfer: str = "quoted-printable",
    picture: bytes = png(),
) -> bytes:
    """Return a page as a browser saves it, with two pictures."""
    content = page.encode(charset)
    encoded = (
        quopri.encodestring(content)
        if transfer == "quoted-printable"
        else content
        if transfer == "8bit"
        else base64.encodebytes(content)
    )
    image = base64.encodebytes(picture)
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://bay.example/terns/page\r\n"
        "Subject: Terns of the Bay\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--Mark--x"\r\n\r\n\r\n'
        f"----Mark--x\r\nContent-Type: text/html; charset={charset}\r\n"
        f"Content-Transfer-Encoding: {transfer}\r\nContent-Location: https://bay.example/terns/page\r\n\r\n"
    )
    pictures = (
        b"\r\n----Mark--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-ID: <nest@x>\r\n\r\n" + image + b"\r\n----Mark--x\r\nContent-Type: image/png\r\n"
        b"Content-Transfer-Encoding: base64\r\nContent-Location: https://bay.example/terns/pictures/a%20b.png"
        b"\r\n\r\n" + image + b"\r\n----Mark--x--\r\n"
    )
    return head.encode() + encoded + pictures


def mail(body: str, kind: str = "text/plain", more: str = "") -> bytes:
    return (
        "Received: from a by b\r\n\tfor <c@example.org>\r\n"
        "From: =?utf-8?q?Ann_L=C3=A9e?= <ann@example.org>\r\n"
        "Subject: =?utf-8?b?VGVybnMg4oCTIGEgbGV0dGVy?=\r\nDate: Mon, 6 May 2024 07:08:09 +0200\r\n"
        f"Message-ID: <1@example.org>\r\n{more}Content-Type: {kind}; charset=utf-8\r\n\r\n{body}"
    ).encode()


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16"])
def test_a_saved_page_is_read_whatever_its_encoding(charset: str, transfer: str) -> None:
    taken = read(saved_page(charset=charset, transfer=transfer), "terns.mhtml")

    assert taken.metadata.title == "Terns of the Bay"
    assert visible("Größe – “quoted” words") in body_text(taken.reading or b"")
    assert taken.original_suffix == ".mhtml"


def test_a_character_set_that_only_the_part_names_is_heeded() -> None:
    source = saved_page(PAGE.replace("Größe", "Ąžuolas"), charset="windows-1257", transfer="8bit")

    assert visible("Ąžuolas") in body_text(read(source, "a.mht").reading or b"")


def test_pictures_are_found_by_content_id_and_by_address() -> None:
    message = message_of(saved_page())
    pictures = PartPictures(leaves_of(message), "https://bay.example/terns/page")

    found = pictures.collect(
        [
            "cid:nest@x",
            "pictures/a%20b.png",
            "/terns/pictures/a%20b.png#x",
            "missing.png",
            "cid:other",
            "http://[",
        ],
        "https://bay.example/terns/page",
    )

    assert found == dict.fromkeys(["cid:nest@x", "pictures/a%20b.png", "/terns/pictures/a%20b.png#x"], png())


def test_pictures_come_inside_the_article() -> None:
    reading = read(saved_page(picture=png(300, 200)), "terns.mhtml").reading or b""

    assert reading.count(b"<img") == reading.count(b'src="data:image/') == 2


def test_a_page_without_a_title_is_named_by_the_subject() -> None:
    page = PAGE.replace("<title>Terns of the Bay</title>", "").replace("h1>", "p>")

    assert read(saved_page(page), "file.mhtml").metadata.title == "Terns of the Bay"


def test_the_part_named_as_the_start_is_the_page() -> None:
    source = saved_page().replace(b'type="text/html";', b'type="text/html"; start="<page@x>";')
    source = source.replace(
        b"----Mark--x\r\nContent-Type: text/html",
        b"----Mark--x\r\nContent-Type: text/html\r\n\r\n<p>An advertisement.</p>\r\n"
        b"----Mark--x\r\nContent-ID: <page@x>\r\nContent-Type: text/html",
        1,
    )

    assert read(source, "a.mht").metadata.title == "Terns of the Bay"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda source: source.replace(b'boundary="--Mark--x"', b'boundary="wrong"'),
        lambda source: source.replace(b';\r\n\tboundary="--Mark--x"', b""),
        lambda source: source.replace(b"----Mark--x\r\n", b"\r\n"),
        lambda source: source[: source.index(b"Content-ID")],
        lambda source: source.replace(b"\r\n", b"\n"),
        lambda source: b"\xef\xbb\xbf\r\n" + source,
    ],
    ids=["wrong boundary", "none named", "none there", "cut off", "unix line ends", "bom"],
)
def test_a_carelessly_written_or_damaged_page_is_read_all_the_same(spoil: object) -> None:
    assert callable(spoil)

    taken = read(spoil(saved_page()), "a.mhtml")

    assert taken.metadata.title == "Terns of the Bay"
    assert visible("“quoted” words") in body_text(taken.reading or b"")


def test_a_mail_is_its_text_under_its_subject() -> None:
    taken = read(mail("Dear all,\n\nthe terns are back.\n\n> When?\n"), "a.eml")

    assert taken.metadata.title == "Terns – a letter"
    assert taken.metadata.authors == ("Ann Lée",)
    assert taken.metadata.published == "2024-05-06T07:08:09+02:00"
    assert laid_out_text(taken.reading or b"") == visible(
        "Terns – a letterDear all,the terns are back.> When?"
    )


def test_of_a_mail_in_two_kinds_the_page_is_taken_and_no_attachment() -> None:
    body = (
        "--m\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPlain words.\r\n"
        "--m\r\nContent-Type: text/html\r\nContent-Disposition: attachment\r\n\r\n<p>An attachment.\r\n"
        f"--m\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}\r\n--m--\r\n"
    )

    taken = read(mail(body, 'multipart/alternative; boundary="m"'), "a.eml")

    assert taken.metadata.title == "Terns – a letter"
    assert visible("“quoted” words") in body_text(taken.reading or b"")


@pytest.mark.parametrize(
    "source",
    [
        b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nabc",
        b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n",
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n====",
        b"Content-Type: multipart/related; boundary=x\r\n\r\n",
    ],
)
def test_a_message_without_text_is_refused_in_a_sentence(source: bytes) -> None:
    with pytest.raises(IntakeError, match=r"\.$"):
        read(source, "a.mhtml")


def test_parts_nested_beyond_reason_are_an_article_or_a_sentence() -> None:
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3_000)
    )

    with pytest.raises(IntakeError, match=r"\.$"):
        read(head + b"Content-Type: text/plain\r\n\r\nText", "a.mhtml")


def test_every_saved_page_of_the_corpus_is_read(corpus: Path) -> None:
    for path in sorted((corpus / "mhtml").iterdir()):
        if "missing_boundary" not in path.name:  # a head and the beginning of a tag, no text at all
            taken = read(path.read_bytes(), path.name)

            assert len(body_text(taken.reading or b"")) > 300
            assert "=3D" not in (taken.reading or b"").decode()
