"""The system's own packages: which one brings a library or a program, and how it gets here.

Only Debian, Ubuntu and their kin are installed to, and only as root; all others are told.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Sequence

from checkout import SetupError, clean_environment, run_quietly, say

# Debian names a library's package after its soname; these few are named otherwise.
_EXCEPTIONS = {
    "libGLdispatch.so.0": "libglvnd0",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgio-2.0.so.0": "libglib2.0-0",
    "libz.so.1": "zlib1g",
}

BROWSER = "chromium"  # of Debian; Ubuntu has it as a snap only, which is left to its owner

# Programs that some tests drive, and the packages they come in.
TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "openbox": "openbox",
    "import": "imagemagick",  # takes the pictures of the window
    "pdftotext": "poppler-utils",
    "qpdf": "qpdf",
    "chromium": BROWSER,
}


def usual_package(soname: str) -> str:
    """Return Debian's package name for a shared library, as its policy makes it.

    ``libxcb-cursor.so.0`` is in ``libxcb-cursor0``, ``libX11.so.6`` in ``libx11-6``.
    """
    if soname in _EXCEPTIONS:
        return _EXCEPTIONS[soname]
    stem, _, version = soname.partition(".so")
    name = stem.lower().replace("_", "-")
    version = version.lstrip(".")
    return f"{name}-{version}" if name[-1].isdigit() and version else f"{name}{version}"


def choose_packages(
    sonames: Iterable[str], available: Callable[[Sequence[str]], set[str]]
) -> tuple[list[str], list[str]]:
    """Return the packages that bring the libraries, and the libraries that none brings.

    A name may have grown a ``t64`` when 64-bit time came (Debian 13, Ubuntu 24.04): which of the
    two exists, the system says.

    Args:
        sonames: The libraries that are missing.
        available: Tells which of the given package names can be installed.
    """
    wanted = {soname: usual_package(soname) for soname in sonames}
    known = available([name + end for name in wanted.values() for end in ("", "t64")])
    packages, unknown = set(), []
    for soname, name in wanted.items():
        found = [each for each in (name + "t64", name) if each in known]
        packages.update(found[:1])
        if not found:
            unknown.append(soname)
    return sorted(packages), sorted(unknown)


def parse_policy(output: str) -> set[str]:
    """Return the packages to which ``apt-cache policy`` gives a candidate."""
    entries = re.findall(r"^(\S+):\n  Installed: .*\n  Candidate: (.*)$", output, re.MULTILINE)
    return {name for name, candidate in entries if candidate != "(none)"}


def available_packages(names: Sequence[str]) -> set[str]:
    """Ask apt which of the packages can be installed."""
    policy = run_quietly(["apt-cache", "policy", *names], clean_environment(LC_ALL="C"))
    return parse_policy(policy.stdout)


def has_apt() -> bool:
    """Whether this system installs with apt."""
    return shutil.which("apt-get") is not None and shutil.which("apt-cache") is not None


def may_install() -> bool:
    """Whether packages can be installed here without asking anybody."""
    return has_apt() and os.geteuid() == 0


def refresh_lists() -> bool:
    """Bring apt's lists up to date; return whether every mirror answered."""
    command = ["apt-get", "update", "-q", "-o", "APT::Update::Error-Mode=any"]
    return run_quietly(command, clean_environment(LC_ALL="C")).returncode == 0


def install_libraries(sonames: Sequence[str]) -> None:
    """Install the packages of the shared libraries, or say who has to.

    Raises:
        SetupError: They cannot be installed from here; the message says what to do.
    """
    others = f" and {len(sonames) - 3} more libraries of the system" if len(sonames) > 3 else ""
    reason = f"Qt misses {', '.join(sonames[:3])}{others}"
    if not has_apt():
        missing = ", ".join(sonames)
        raise SetupError(f"Qt needs {missing}: install the packages of your system that bring them.")
    refreshed = refresh_lists() if may_install() else False
    packages, unknown = choose_packages(sonames, available_packages)
    if unknown and not may_install():
        # Without lists apt knows no package; the usual names are right as a rule.
        packages += sorted({usual_package(soname) for soname in unknown})
    elif unknown and not refreshed:
        raise SetupError(f"{reason}, and no package server answers: connect to the network once.")
    elif unknown:
        raise SetupError(f"No package of this system brings {', '.join(unknown)}, which Qt needs.")
    install_packages(packages, reason)


def install_packages(packages: Sequence[str], reason: str) -> None:
    """Install packages as root on Debian and its kin.

    Raises:
        SetupError: They cannot be installed from here; the message says what to do.
    """
    names = " ".join(packages)
    if not has_apt():
        raise SetupError(f"{reason}: install what Debian calls {names}.")
    if not may_install():
        raise SetupError(f"{reason}; run this once: sudo apt-get install {names}")
    say(f"{reason}: installing {names} …")
    options = ["-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
    environment = clean_environment(LC_ALL="C", DEBIAN_FRONTEND="noninteractive")
    command = ["apt-get", "install", *options, *packages]
    if run_quietly(command, environment).returncode == 0:
        return
    refresh_lists()  # a fresh system has no lists yet, and old lists name files that are gone
    result = run_quietly(command, environment)
    if result.returncode:
        errors = [line for line in result.stdout.splitlines() if line.startswith("E: ")]
        why = errors[0].removeprefix("E: ") if errors else "apt-get failed."
        raise SetupError(f"Cannot install {names}: {why}")


def install_test_programs() -> None:
    """Install the programs that some tests drive; those tests skip where they are missing."""
    missing = [package for program, package in TEST_PROGRAMS.items() if shutil.which(program) is None]
    # The browser alone: where no package has it, the others come all the same.
    others = [package for package in missing if package != BROWSER]
    for packages in (others, [BROWSER] if BROWSER in missing else []):
        try:
            if packages:
                install_packages(packages, "Some tests drive programs that are missing")
        except SetupError as error:
            say(f"{error}\nGoing on without them: the tests that need them are skipped.")
