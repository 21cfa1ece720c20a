"""The entry of a child process: reads jobs from standard input, writes answers to standard output.

A bug in a job is sent back with its traceback; a crash or a hang is for the other end to notice.
"""

import os
import signal
import sys
import traceback
from pathlib import Path
from typing import BinaryIO

from reader_app.errors import ReaderError
from reader_app.worker.execution import Executor
from reader_app.worker.jobs import Progress
from reader_app.worker.messages import Answer, Crash, Report, Request, receive, send
from reader_app.worker.shared_samples import SharedSamples

# A hostile file must not take the machine's memory; large honest ones stay far below.
_MEMORY_LIMIT = 4 * 1024**3
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main(arguments: list[str]) -> None:
    """Serve jobs until standard input ends.

    Args:
        arguments: The path of the shared samples, or nothing.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the program's other end
    _end_with_parent()
    jobs, answers = _private_streams()
    _limit_memory()
    samples = SharedSamples(Path(arguments[0])) if arguments else None
    executor = Executor(samples)
    if samples is not None:
        # The window's child: MuPDF is loaded while the window is still being built.
        import reader_app.document.opening  # noqa: F401
    while isinstance(request := receive(jobs), Request):
        try:
            send(answers, _run(executor, request, answers))
        except BrokenPipeError:
            return


def _run(executor: Executor, request: Request, answers: BinaryIO) -> Answer | Crash:
    def notify(progress: Progress) -> None:
        send(answers, Report(request.number, progress))

    try:
        return Answer(request.number, executor.execute(request.job, notify))
    except ReaderError as error:
        return Answer(request.number, error=error)
    except BrokenPipeError:
        raise
    except MemoryError:
        os._exit(1)  # the other end tells that the file was too much
    except Exception:  # a bug: it goes to the log of the other end, and the next job has its chance
        return Crash(request.number, traceback.format_exc())


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """Take the pipes away from standard input and output, where MuPDF or a library may print."""
    jobs, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return os.fdopen(jobs, "rb"), os.fdopen(answers, "wb")


def _end_with_parent() -> None:
    """Let the system end this process when its parent is gone, even in the middle of a job that hangs."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_LIMIT, _MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main(sys.argv[1:])
