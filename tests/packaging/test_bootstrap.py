"""The bootstrap's own rules, and the bootstrap as a person meets it, without any network."""

import ast
import os
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkout import SetupError
from display import has_display, x11_answers
from launch import wants_window
from qt_libraries import find_missing, parse_ldd, parse_refusal
from system_packages import choose_packages, parse_policy, usual_package
from virtual_environment import DEVELOPMENT, RUNTIME, Stamp, VirtualEnvironment, explain_pip
from windowless import choose_sentence

ROOT = Path(__file__).resolve().parents[2]
BOOTSTRAP = ROOT / "packaging" / "bootstrap.py"


def normal_name(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


def test_bootstrap_can_be_read_by_python_3_8() -> None:
    ast.parse(BOOTSTRAP.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_unknown_command_is_answered_with_the_usage() -> None:
    answer = subprocess.run([sys.executable, BOOTSTRAP, "fly"], capture_output=True, text=True, check=False)

    assert answer.returncode == 2
    assert "bootstrap.py run" in answer.stderr
    assert answer.stdout == ""


def test_constraints_pin_names_to_versions_and_say_nothing_else() -> None:
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]

    for pin in pins:
        name, _, version = pin.partition("==")
        assert name.replace("-", "").replace("_", "").isalnum(), pin
        assert version[:1].isdigit(), pin
        assert not set("@/;: ") & set(pin), pin


def test_every_dependency_of_the_project_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {normal_name(line.partition("==")[0]) for line in lines}
    asked_for = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
    ]

    assert {normal_name(re.split("[<>=!~ ]", each)[0]) for each in asked_for} - pinned == set()


# What Qt misses.


def test_libraries_not_found_are_read_from_ldd() -> None:
    output = (
        "\tlinux-vdso.so.1 (0x00007ffc0a5f2000)\n"
        "\tlibxcb-cursor.so.0 => not found\n"
        "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f3a5c000000)\n"
        "\tlibEGL.so.1 => not found\n"
        "\t/lib64/ld-linux-x86-64.so.2 (0x00007f3a5c6f1000)\n"
    )

    assert parse_ldd(output) == ["libxcb-cursor.so.0", "libEGL.so.1"]


def test_static_file_misses_nothing() -> None:
    assert parse_ldd("\tnot a dynamic executable\n") == []


def test_missing_library_is_read_from_the_loaders_own_message() -> None:
    message = "libEGL.so.1: cannot open shared object file: No such file or directory"

    assert parse_refusal(message) == ["libEGL.so.1"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the loader of Linux")
def test_loader_names_the_library_that_a_real_file_misses(tmp_path: Path) -> None:
    import PySide6

    source = Path(str(PySide6.__file__)).parent / "Qt" / "plugins" / "platforms" / "libqoffscreen.so"
    broken = tmp_path / "libqoffscreen.so"
    # The loader finds names in the file's string table; one of the same length stays valid.
    broken.write_bytes(source.read_bytes().replace(b"libc.so.6\0", b"libq.so.6\0"))

    missing = find_missing([broken])

    assert "libq.so.6" in missing
    assert not [name for name in missing if name.startswith("libQt6")]


@pytest.mark.parametrize(
    ("soname", "package"),
    [
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libX11.so.6", "libx11-6"),
        ("libEGL.so.1", "libegl1"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libz.so.1", "zlib1g"),
    ],
)
def test_library_is_in_the_package_that_debians_policy_names(soname: str, package: str) -> None:
    assert usual_package(soname) == package


@pytest.mark.parametrize(
    ("exists", "chosen"),
    [({"libglib2.0-0"}, "libglib2.0-0"), ({"libglib2.0-0t64", "libglib2.0-0"}, "libglib2.0-0t64")],
)
def test_name_with_t64_is_chosen_where_it_exists(exists: set[str], chosen: str) -> None:
    def available(names: Sequence[str]) -> set[str]:
        return exists.intersection(names)

    packages, unknown = choose_packages(["libglib-2.0.so.0", "libgthread-2.0.so.0"], available)

    assert packages == [chosen]
    assert unknown == []


def test_library_that_no_package_brings_is_named() -> None:
    packages, unknown = choose_packages(["libodd.so.7", "libEGL.so.1"], lambda _: {"libegl1"})

    assert packages == ["libegl1"]
    assert unknown == ["libodd.so.7"]


def test_package_without_a_candidate_is_not_available() -> None:
    output = (
        "libegl1:\n  Installed: (none)\n  Candidate: 1.6.0-1\n  Version table:\n"
        "libglib2.0-0:\n  Installed: (none)\n  Candidate: (none)\n  Version table:\n"
    )

    assert parse_policy(output) == {"libegl1"}


# The environment and its stamp.


@pytest.fixture
def environment(tmp_path: Path) -> VirtualEnvironment:
    """An environment in a small checkout; its interpreter is the one that runs the tests."""
    (tmp_path / "packaging").mkdir()
    (tmp_path / "packaging" / "constraints.txt").write_text("click==8.1.0\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    environment = VirtualEnvironment(tmp_path)
    environment.python.parent.mkdir(parents=True)
    environment.python.symlink_to(sys.executable)
    return environment


def test_stamp_comes_back_as_it_was_written(tmp_path: Path) -> None:
    stamp = Stamp("here", "this", RUNTIME)

    stamp.write(tmp_path / "stamp")

    assert Stamp.read(tmp_path / "stamp") == stamp


@pytest.mark.parametrize("text", ["", "one two", "half a stamp and more", "\x00\xff"])
def test_damaged_stamp_is_no_stamp(tmp_path: Path, text: str) -> None:
    (tmp_path / "stamp").write_bytes(text.encode("latin-1"))

    assert Stamp.read(tmp_path / "stamp") is None


def test_environment_with_the_tools_serves_the_program_but_not_the_other_way_round() -> None:
    program, tools = Stamp("here", "this", RUNTIME), Stamp("here", "this", DEVELOPMENT)

    assert tools.serves(program)
    assert not program.serves(tools)


@pytest.mark.parametrize("changed", ["packaging/constraints.txt", "pyproject.toml"])
def test_other_pins_or_dependencies_make_the_stamp_stale(
    environment: VirtualEnvironment, tmp_path: Path, changed: str
) -> None:
    before = environment.wanted(RUNTIME)

    (tmp_path / changed).write_text("something else\n")

    assert not before.serves(environment.wanted(RUNTIME))
    assert before.place == environment.wanted(RUNTIME).place


def test_moved_checkout_makes_the_stamp_stale(environment: VirtualEnvironment, tmp_path: Path) -> None:
    before = environment.wanted(RUNTIME)
    moved = tmp_path.with_name(tmp_path.name + "-moved")

    tmp_path.rename(moved)

    assert before.place != VirtualEnvironment(moved).wanted(RUNTIME).place


@pytest.mark.skipif(os.name == "nt", reason="the stand-in interpreter is a link")
def test_complete_environment_is_left_alone(environment: VirtualEnvironment) -> None:
    environment.wanted(DEVELOPMENT).write(environment.folder / "reader-app.stamp")
    before = sorted(environment.folder.rglob("*"))

    environment.ensure(RUNTIME)

    assert sorted(environment.folder.rglob("*")) == before


def test_unreachable_index_is_explained_in_one_sentence() -> None:
    output = "WARNING: Retrying after connection broken by 'NewConnectionError('...')'\nERROR: No\n"

    assert "connect to the network once" in explain_pip(output)


@given(st.text())
def test_pip_failing_in_any_words_gives_one_line(output: str) -> None:
    assert len(explain_pip(output).splitlines()) == 1


# The display.


@pytest.mark.parametrize("display", ["", ":", ":x", ":64999", "nowhere.invalid:0", "127.0.0.1:9999"])
def test_display_that_nobody_serves_does_not_answer(display: str) -> None:
    assert not x11_answers(display)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without")
def test_dead_display_counts_as_none() -> None:
    assert not has_display({"DISPLAY": ":64999", "WAYLAND_DISPLAY": "wayland-nobody"})


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Wayland is Linux's")
def test_wayland_server_that_listens_is_a_display(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(tmp_path / "wayland-0"))
        server.listen()

        assert has_display({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)})


def test_qt_told_to_draw_elsewhere_needs_no_display() -> None:
    assert has_display({"QT_QPA_PLATFORM": "offscreen"})


# What is started.


@pytest.mark.parametrize(
    ("arguments", "wants"),
    [([], True), ([str(BOOTSTRAP)], True), (["https://example.org/"], True), (["list"], False)],
)
def test_only_files_and_addresses_ask_for_the_window(arguments: list[str], wants: bool) -> None:
    assert wants_window(arguments) is wants


def test_sentence_to_annotate_occurs_once_and_is_not_the_title() -> None:
    lede = "This lede is repeated further down in the body of the article."
    wanted = "This one stands alone, and is long enough to be worth a note."

    assert choose_sentence(f"A title. Short.\n{lede}\n{lede} Short one. {wanted}\n") == wanted


def test_article_without_a_sentence_is_refused_in_words() -> None:
    with pytest.raises(SetupError, match="no sentence"):
        choose_sentence("A title\n")
