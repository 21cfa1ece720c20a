import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest

from cli.programs import ARTICLE_KEYS, NEWS, Program, wait_for
from worker.pages import PARAGRAPHS, page

HTML = """<!doctype html><html lang="en"><head><title>Wells run dry</title></head><body>
<article><h1>Wells run dry</h1>
<p>Three wells in the valley ran dry this summer, the water board said on Monday.</p>
<p>It will dig deeper ones, and asks everybody to <em>save</em> water until then.</p></article>
</body></html>"""

SABOTAGE = """
import os, pathlib, time

from reader_app.intake import intake

take_in = intake.take_in

def sabotaged(source, name, around=intake.ALONE):
    if b"The deadly" in source:
        os.abort()
    if b"The buggy" in source:
        raise RuntimeError("planted")
    if b"The endless" in source:
        pathlib.Path(os.environ["REACHED"]).touch()
        time.sleep(1000)
    return take_in(source, name, around)

intake.take_in = sabotaged
"""


def test_text_file_is_added_with_its_title_text_and_counts(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "news.txt"
    file.write_text(NEWS, encoding="utf-8")

    [added] = program.json("add", file)

    assert list(added) == ["source", "status", "article", "error"]
    assert (added["source"], added["status"], added["error"]) == (str(file), "added", None)
    article = added["article"]
    assert list(article) == ARTICLE_KEYS
    assert article["title"] == "A bridge is closed"
    assert article["authors"] == ["Jane Roe"]
    assert article["media_type"] == "text/html"
    assert article["word_count"] == len(NEWS.split())
    assert article["section_count"] == 1
    assert (article["opened_at"], article["state"], article["progress"]) == (None, "inbox", 0)
    assert program.json("show", article["id"]) == article


def test_markdown_page_and_standard_input_are_added_in_one_call(program: Program, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Field notes\n\n- wet *sand*\n- dry grass\n", encoding="utf-8")
    (tmp_path / "page.html").write_text(HTML, encoding="utf-8")

    outcomes = program.json(
        "add", tmp_path / "notes.md", tmp_path / "page.html", "-", stdin=b"Piped words\n\nMore of them.\n"
    )

    assert [outcome["status"] for outcome in outcomes] == ["added"] * 3
    assert [outcome["article"]["title"] for outcome in outcomes] == [
        "Field notes",
        "Wells run dry",
        "Piped words",
    ]
    assert outcomes[2]["source"] == "-"
    assert "asks everybody to save water" in program.lines("text", "Wells run dry")


def test_addresses_on_standard_input_are_fetched_not_kept_as_text(program: Program) -> None:
    result = program.run(
        "add", "-", "--json", stdin=b"http://127.0.0.1:1/first\nhttp://127.0.0.1:1/second?utm_source=x\n"
    )

    outcomes = json.loads(result.stdout)
    assert [(outcome["source"], outcome["status"]) for outcome in outcomes] == [
        ("http://127.0.0.1:1/first", "failed"),
        ("http://127.0.0.1:1/second", "failed"),
    ]
    assert all("refuses the connection" in outcome["error"] for outcome in outcomes)


def test_text_that_names_an_address_among_words_is_kept_as_text(program: Program) -> None:
    [outcome] = program.json("add", "-", stdin=b"Read http://127.0.0.1:1/first\n")

    assert outcome["status"] == "added"


def test_folder_gives_each_of_its_files_at_any_depth(program: Program, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    (folder / "deep" / "deeper").mkdir(parents=True)
    (folder / "one.txt").write_text("One\n\nFirst text.\n")
    (folder / "deep" / "deeper" / "two.md").write_text("# Two\n\nSecond text.\n")
    (folder / "picture.png").write_bytes(b"\x89PNG")

    outcomes = program.json("add", folder)

    assert [(Path(outcome["source"]).name, outcome["status"]) for outcome in outcomes] == [
        ("two.md", "added"),
        ("one.txt", "added"),
    ]


def test_same_content_under_another_name_is_already_saved(reader: Program, tmp_path: Path) -> None:
    [saved] = reader.json("list")
    other = tmp_path / "other name.txt"
    other.write_text(NEWS, encoding="utf-8")

    [outcome] = reader.json("add", other)

    assert (outcome["status"], outcome["article"]) == ("already saved", saved)
    assert reader.json("list") == [saved]


def test_bad_sources_get_their_sentences_and_the_good_ones_are_saved(
    program: Program, tmp_path: Path
) -> None:
    good, empty, picture, damaged = (
        tmp_path / name for name in ("good.txt", "empty.txt", "picture.png", "damaged.pdf")
    )
    good.write_text("Good\n\nA good text.\n")
    empty.write_bytes(b"")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    damaged.write_bytes(b"%PDF-1.7\n" + b"nothing of a PDF follows\n" * 20)

    result = program.run("add", empty, tmp_path / "missing.txt", picture, damaged, good, "--json")

    assert result.returncode == 1
    outcomes = json.loads(result.stdout)
    assert [outcome["status"] for outcome in outcomes] == ["failed"] * 4 + ["added"]
    assert all(outcome["article"] is None and outcome["error"] for outcome in outcomes[:4])
    errors = result.stderr.splitlines()
    assert errors == [f"Error: {outcome['source']}: {outcome['error']}" for outcome in outcomes[:4]]
    assert [article["title"] for article in program.json("list")] == ["Good"]
    assert program.json("check")["sound"]


def test_folder_without_anything_to_read_is_a_failure(program: Program, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()

    assert "no file" in program.error("add", tmp_path / "folder")


def test_pdf_takes_the_title_and_author_that_it_states(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "scan0001.pdf"
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "Tides of the northern coast")
        pdf.new_page().insert_text((72, 72), "The second page")
        pdf.set_metadata({"title": "Tides of the North", "author": "Ann Lee; Bo Ek"})
        pdf.save(path)

    [added] = program.json("add", path)

    article = added["article"]
    assert (article["title"], article["authors"]) == ("Tides of the North", ["Ann Lee", "Bo Ek"])
    assert (article["media_type"], article["section_count"]) == ("application/pdf", 2)
    assert program.lines("text", article["id"]) == "Tides of the northern coast\nThe second page\n"


def test_pdf_that_asks_for_a_password_is_saved_without_its_text(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "Secret")
        pdf.save(path, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="open", owner_pw="sesame")

    [added] = program.json("add", path)

    assert (added["status"], added["article"]["word_count"]) == ("added", 0)
    assert added["article"]["title"] == "locked"
    assert "password" in program.error("text", "locked")
    assert program.json("add", path)[0]["status"] == "already saved"


def test_for_people_each_article_is_one_line(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "news.txt"
    file.write_text(NEWS, encoding="utf-8")

    first, second = program.lines("add", file), program.lines("add", file)

    [article] = program.json("list")
    assert first == f"added  {article['id'][:8]}  A bridge is closed\n"
    assert second == f"already saved  {article['id'][:8]}  A bridge is closed\n"


def test_progress_is_not_shown_where_nobody_watches(program: Program, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Title {number}\n\nText {number}.\n")

    result = program.run("add", *tmp_path.glob("*.txt"))

    assert (result.returncode, result.stderr) == (0, "")


def test_library_that_cannot_be_opened_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for file in files:
        file.write_text(NEWS)

    assert "library" in Program(tmp_path / "file").error("add", *files)


@pytest.fixture
def sabotage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a process die that takes in "The deadly", meet a bug in "The buggy", and hang in "The endless"."""
    (tmp_path / "sabotage").mkdir()
    (tmp_path / "sabotage" / "sitecustomize.py").write_text(SABOTAGE)
    paths = [str(tmp_path / "sabotage"), os.environ.get("PYTHONPATH", ""), *sys.path]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    monkeypatch.setenv("REACHED", str(tmp_path / "reached"))


@pytest.mark.usefixtures("sabotage")
def test_source_that_kills_its_child_or_meets_a_bug_costs_one_sentence(
    program: Program, tmp_path: Path
) -> None:
    files = [tmp_path / f"{name}.txt" for name in ("first", "deadly", "second", "buggy", "third")]
    for file in files:
        file.write_text(f"The {file.stem}\n\nIts text.\n")

    result = program.run("add", *files)

    assert result.returncode == 1
    assert [line.split("  ")[2] for line in result.stdout.splitlines()] == [
        "The first",
        "The second",
        "The third",
    ]
    deadly, buggy = result.stderr.splitlines()
    assert deadly.startswith(f"Error: {files[1]}: ")
    assert buggy.startswith(f"Error: {files[3]}: ")
    assert "Traceback" not in result.stderr
    assert "RuntimeError: planted" in (program.library / "reader-app.log").read_text()


@pytest.mark.usefixtures("sabotage")
@pytest.mark.skipif(os.name == "nt", reason="sends the signal of Ctrl+C as POSIX has it")
def test_interrupted_call_keeps_and_tells_what_is_done(program: Program, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.txt" for name in ("first", "endless")]
    for file in files:
        file.write_text(f"The {file.stem}\n\nIts text.\n")
    command = [sys.executable, "-m", "reader_app", "add", *map(str, files), "--json"]
    with subprocess.Popen(
        command, env=program.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as call:
        wait_for(lambda: (tmp_path / "reached").exists() and len(program.json("list")) == 1)
        call.send_signal(signal.SIGINT)
        output, errors = call.communicate()

    assert call.returncode == 1
    assert [(each["source"], each["status"]) for each in json.loads(output)] == [(str(files[0]), "added")]
    assert errors.decode() == "Error: Stopped by you; 1 of 2 sources were not added.\n"
    assert program.json("check")["sound"]


def test_changed_page_is_told_and_counts_as_saved(program: Program, tmp_path: Path) -> None:
    old, new = tmp_path / "old.html", tmp_path / "new.html"
    old.write_bytes(page())
    new.write_bytes(page(*PARAGRAPHS, "A correction was made."))
    [first] = program.json("add", old)

    result = program.run("add", new, "--json")

    [outcome] = json.loads(result.stdout)
    assert (result.returncode, outcome["status"], outcome["error"]) == (0, "already saved", None)
    assert outcome["article"] == first["article"]
    assert result.stderr == f"{new}: Its text has changed since it was saved; what was saved is kept.\n"


def test_results_come_in_the_order_of_the_sources(program: Program, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(8)]
    for number, file in enumerate(files):
        file.write_text(f"Title {number}\n\n" + "Some words. " * (4000 if number % 2 == 0 else 1))

    outcomes = program.json("add", *files, "-", stdin=b"Piped words\n\nMore of them.\n")

    assert [outcome["source"] for outcome in outcomes] == [*map(str, files), "-"]
    assert {outcome["status"] for outcome in outcomes} == {"added"}
