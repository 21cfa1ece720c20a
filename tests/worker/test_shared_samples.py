import os
import sys
from pathlib import Path

import pytest

from reader_app.worker import shared_samples
from reader_app.worker.shared_samples import SLOT_BYTES, SLOTS, SharedSamples
from worker.children import run_python

WRITER = """
import sys
from pathlib import Path
from reader_app.worker.shared_samples import SharedSamples

samples = SharedSamples(Path(sys.argv[1]))
with samples.slot(1) as slot:
    slot[:5] = b"tides"
samples.close()
"""


def test_what_another_process_writes_is_read_here() -> None:
    samples = SharedSamples.create()

    assert run_python(WRITER, str(samples.path)).returncode == 0

    with samples.slot(1) as slot, samples.slot(0) as before, samples.slot(2) as after:
        assert bytes(slot[:6]) == b"tides\0"
        assert bytes(before[-1:]) + bytes(after[:1]) == b"\0\0"
    samples.close()


def test_slots_are_as_large_as_the_largest_tile_and_do_not_overlap() -> None:
    samples = SharedSamples.create()

    for index in range(SLOTS):
        with samples.slot(index) as slot:
            assert len(slot) == SLOT_BYTES
            slot[:] = bytes([index + 1]) * SLOT_BYTES

    for index in range(SLOTS):
        with samples.slot(index) as slot:
            assert bytes(slot[:1]) == bytes(slot[-1:]) == bytes([index + 1])
    samples.close()


def test_closing_twice_is_closing() -> None:
    samples = SharedSamples.create()

    samples.close()
    samples.close()

    assert not samples.path.exists()


def test_process_that_did_not_make_the_memory_leaves_it() -> None:
    samples = SharedSamples.create()

    SharedSamples(samples.path).close()

    with samples.slot(0) as slot:
        slot[:1] = b"a"
    samples.close()


def test_temporary_file_serves_where_there_are_no_files_without_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(shared_samples.tempfile, "tempdir", str(tmp_path))

    samples = SharedSamples.create()
    [file] = tmp_path.iterdir()
    assert run_python(WRITER, str(samples.path)).returncode == 0

    assert samples.path == file
    assert file.read_bytes()[SLOT_BYTES : SLOT_BYTES + 5] == b"tides"
    samples.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_memory_of_a_killed_owner_is_gone() -> None:
    program = (
        "from reader_app.worker.shared_samples import SharedSamples; import os\n"
        "samples = SharedSamples.create(); print(samples.path, flush=True); os.abort()"
    )
    before = set(Path("/dev/shm").iterdir())

    result = run_python(program)

    assert result.returncode < 0
    assert not os.path.lexists(result.stdout.strip())
    assert set(Path("/dev/shm").iterdir()) <= before
