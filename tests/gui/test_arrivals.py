import os
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.windows import Desktop
from reader_app.core.article import Article
from reader_app.gui.adding_report import Fate
from reader_app.gui.report_dialog import ReportDialog


def write(path: Path, title: str, text: str = "Some words about it.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{title}\n\n{text}\n")
    return path


def many(folder: Path, count: int) -> Path:
    for number in range(count):
        write(folder / f"{number:03d}.txt", f"Article {number:03d}", f"It has {number} words of its own.")
    return folder


def broken(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"broken{number:02d}.pdf").write_bytes(b"\0\1\2")
    return folder


def idle(desktop: Desktop) -> None:
    desktop.wait_until(lambda: not desktop.window.arrivals.adding.is_busy)


def carry(urls: list[QUrl], text: str = "", html: str = "") -> QMimeData:
    data = QMimeData()
    if urls:
        data.setUrls(urls)
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    return data


def test_single_file_is_opened_and_the_line_is_gone(desktop: Desktop, tmp_path: Path) -> None:
    desktop.open(write(tmp_path / "ebb.txt", "Ebb"))
    idle(desktop)

    assert desktop.title == "Ebb"
    assert (desktop.strip, desktop.notice) == ("", "")


def test_several_are_summed_up_and_none_is_opened_over_what_is_read(desktop: Desktop, tmp_path: Path) -> None:
    desktop.open(write(tmp_path / "ebb.txt", "Ebb"))
    idle(desktop)
    write(tmp_path / "folder" / "copy.txt", "Ebb")
    broken(many(tmp_path / "folder", 3), 2)

    desktop.add(tmp_path / "folder")
    idle(desktop)

    assert desktop.strip == "3 added, 1 already saved, 2 failed"
    assert desktop.notice == ""
    assert desktop.title == "Ebb"


def test_first_of_several_is_opened_where_nothing_is_read(desktop: Desktop, tmp_path: Path) -> None:
    desktop.add(many(tmp_path / "folder", 3))
    idle(desktop)

    desktop.wait_until(lambda: desktop.title.startswith("Article"))


def test_first_of_several_that_are_named_when_the_program_is_started_is_opened(
    desktop: Desktop, tmp_path: Path
) -> None:
    desktop.open(write(tmp_path / "ebb.txt", "Ebb"))

    desktop.window.arrivals.add_named([str(many(tmp_path / "folder", 3))], is_shown=True)

    desktop.wait_until(lambda: desktop.title.startswith("Article"))


def test_what_is_saved_already_opens_and_says_so(desktop: Desktop, tmp_path: Path) -> None:
    ebb = write(tmp_path / "ebb.txt", "Ebb")
    desktop.open(ebb)
    desktop.open(write(tmp_path / "flood.txt", "Flood"))

    desktop.open(ebb)

    assert desktop.title == "Ebb"
    assert desktop.status == "“Ebb” was already saved"


def test_single_file_that_fails_says_why(desktop: Desktop, tmp_path: Path) -> None:
    desktop.add(*broken(tmp_path / "folder", 1).iterdir())
    idle(desktop)

    assert desktop.notice.startswith("broken00.pdf: ")
    assert desktop.strip == ""


def test_problem_among_several_is_left_to_the_report(desktop: Desktop, tmp_path: Path) -> None:
    desktop.add(tmp_path / "missing.txt", write(tmp_path / "ebb.txt", "Ebb"))
    idle(desktop)

    assert desktop.notice == ""
    assert desktop.strip == "1 added, 1 failed"


def test_failure_is_told_though_another_article_was_opened_meanwhile(
    desktop: Desktop, tmp_path: Path
) -> None:
    desktop.open(write(tmp_path / "ebb.txt", "Ebb"))
    ebb = desktop.session.article
    assert ebb is not None
    idle(desktop)

    desktop.add(*broken(tmp_path / "folder", 1).iterdir())
    desktop.window.opening.open_by_id(ebb.id)
    idle(desktop)

    desktop.wait_until(lambda: desktop.notice.startswith("broken00.pdf: "))


def test_page_that_changed_offers_its_new_version_from_the_details(desktop: Desktop, tmp_path: Path) -> None:
    page = (
        "<html><head><title>The tide</title><link rel='canonical' href='https://example.org/tide'></head>"
        "<body><article><h1>The tide</h1>{}</article></body></html>"
    )
    paragraphs = [
        f"<p>Sentence {n} tells of the tide, the quay, and the town of boats.</p>" for n in range(30)
    ]
    (tmp_path / "old.html").write_text(page.format("".join(paragraphs)))
    desktop.open(tmp_path / "old.html")
    idle(desktop)
    (tmp_path / "new.html").write_text(page.format("".join([*paragraphs[1:], "<p>And a last one.</p>"])))

    desktop.add(tmp_path / "new.html", write(tmp_path / "ebb.txt", "Ebb"))
    idle(desktop)
    assert desktop.strip == "1 added, 1 changed"
    desktop.run("adding-report")
    dialog = desktop.window.findChild(ReportDialog)
    assert isinstance(dialog, ReportDialog)
    dialog.open_wanted.emit(dialog._report.having(Fate.CHANGED)[0])

    desktop.wait_until(lambda: "has changed since" in desktop.notice)
    desktop.press_notice()
    desktop.wait_until(lambda: "And a last one." in desktop.text)


def test_article_opened_meanwhile_is_not_taken_away(desktop: Desktop, tmp_path: Path) -> None:
    desktop.open(write(tmp_path / "ebb.txt", "Ebb"))
    ebb = desktop.session.article
    desktop.open(write(tmp_path / "flood.txt", "Flood"))
    assert isinstance(ebb, Article)

    desktop.add(write(tmp_path / "spring.txt", "Spring"))
    desktop.window.opening.open_by_id(ebb.id)
    idle(desktop)
    desktop.wait_until(lambda: "Spring" in desktop.titles)

    desktop.wait_until(lambda: desktop.title == "Ebb")
    assert desktop.session.wanted is not None
    assert desktop.session.wanted.title == "Ebb"


def test_adding_is_cancelled_from_the_menu_and_keeps_what_is_done(desktop: Desktop, tmp_path: Path) -> None:
    desktop.add(many(tmp_path / "folder", 100))
    desktop.wait_until(lambda: len(desktop.titles) > 2)

    desktop.run("stop-adding")
    idle(desktop)

    assert "left out" in desktop.strip
    assert 2 < len(desktop.titles) < 100
    assert not desktop.window._actions["stop-adding"].isEnabled()


def test_list_grows_while_things_are_added(desktop: Desktop, tmp_path: Path) -> None:
    articles = desktop.articles
    counts: list[int] = []
    desktop.window.arrivals.adding.finished.connect(lambda: counts.append(articles._model.rowCount()))

    desktop.add(many(tmp_path / "folder", 100))
    desktop.wait_until(lambda: articles._model.rowCount() > 0)
    idle(desktop)

    desktop.wait_until(lambda: articles._model.rowCount() == 100)


def test_details_show_the_report_and_open_an_article(desktop: Desktop, tmp_path: Path) -> None:
    desktop.add(broken(many(tmp_path / "folder", 3), 2))
    idle(desktop)

    desktop.run("adding-report")

    dialog = desktop.window.findChild(ReportDialog)
    assert isinstance(dialog, ReportDialog)
    assert not dialog.isModal()
    dialog.open_wanted.emit(dialog._report.entries[2])
    desktop.wait_until(lambda: desktop.title == "Article 002")
    dialog.accept()
    desktop.wait_until(lambda: desktop.window.findChild(ReportDialog) is None)


def test_what_failed_can_be_mended_and_tried_again(desktop: Desktop, tmp_path: Path) -> None:
    folder = many(tmp_path / "folder", 2)
    later = folder / "later.pdf"
    later.write_bytes(b"\0\1\2")
    desktop.add(folder)
    idle(desktop)
    desktop.run("adding-report")
    dialog = desktop.window.findChild(ReportDialog)
    assert isinstance(dialog, ReportDialog)
    write(later, "It came later")

    dialog._retry.click()

    desktop.wait_until(lambda: "It came later" in desktop.titles)


def test_dropped_files_and_texts_are_added(desktop: Desktop, tmp_path: Path) -> None:
    ebb = write(tmp_path / "ebb ü.txt", "Ebb")

    drop(desktop, carry([QUrl.fromLocalFile(str(ebb))]))
    desktop.wait_until(lambda: desktop.title == "Ebb")
    drop(desktop, carry([], "Flood\n\nThe water comes."))
    desktop.wait_until(lambda: desktop.title == "Flood")


def drop(desktop: Desktop, data: QMimeData) -> None:
    desktop.window.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_pasted_part_of_a_page_becomes_an_article(desktop: Desktop) -> None:
    html = "<h1>The bridge</h1><p>It is <i>closed</i> until spring, the town says, after a long winter.</p>"
    data = carry([], "The bridge\nIt is closed until spring", html)
    data.setData("chromium/x-source-url", b"https://example.org/bridge")
    QGuiApplication.clipboard().setMimeData(data)

    desktop.run("paste")
    desktop.wait_until(lambda: desktop.title == "The bridge")

    assert desktop.session.article is not None
    assert desktop.session.article.metadata.url == "https://example.org/bridge"
    assert desktop.window._actions["open-page"].isEnabled()


def test_paste_into_a_line_of_text_stays_there(desktop: Desktop, qtbot: QtBot) -> None:
    articles = desktop.articles
    QGuiApplication.clipboard().setText("bridge")
    search = articles.findChild(QLineEdit)
    assert isinstance(search, QLineEdit)
    search.setFocus()

    qtbot.keyClick(search, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert search.text() == "bridge"
    assert not desktop.window.arrivals.adding.is_busy


def test_empty_clipboard_says_that_there_is_nothing(desktop: Desktop) -> None:
    QGuiApplication.clipboard().setText(" ")

    desktop.run("paste")

    assert desktop.status == "There is nothing in it that can be saved"


def test_file_that_cannot_be_read_gets_a_sentence(desktop: Desktop, tmp_path: Path) -> None:
    desktop.add(os.fsdecode(bytes(tmp_path) + b"/\xff\xfe.txt"))
    idle(desktop)

    assert desktop.notice
