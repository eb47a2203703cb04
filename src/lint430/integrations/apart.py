"""Work in a process of its own, which leaves nothing behind: no memory to give back, nothing for the garbage collector to look through."""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable

_END = b"\nend"
"""Tells a whole answer from one that broke off."""


class Begun:
    """Work that goes on in a forked process. Whoever began it can ask for what it makes, and so can all processes forked after that."""

    def __init__(self, child: int, ended: int, made: int) -> None:
        """Take the process, a pipe that is closed when it ends, and the file that holds what it makes."""
        self._owner, self._child = os.getpid(), child
        self._ended, self._made = ended, made
        atexit.register(self._stop)

    def result(self) -> bytes | None:
        """Wait for what the work makes, and give it once in each process; None where it broke off."""
        # Nothing is ever written to the pipe: all that read from it are told of its end.
        with os.fdopen(self._ended, "rb") as pipe, os.fdopen(self._made, "rb") as file:
            pipe.read()
            made = os.pread(file.fileno(), os.fstat(file.fileno()).st_size, 0)
        self._leave()
        return made.removesuffix(_END) if made.endswith(_END) else None

    def close(self) -> None:
        """Give the work up."""
        self._leave()
        os.close(self._ended)
        os.close(self._made)

    def _leave(self) -> None:
        atexit.unregister(self._stop)
        self._stop()

    def _stop(self) -> None:
        """End the process, in which nobody takes an interest any more, and see it off."""
        if os.getpid() != self._owner:
            return
        # Somebody else may have been told of its end already.
        with contextlib.suppress(ChildProcessError, ProcessLookupError):
            if os.waitpid(self._child, os.WNOHANG) == (0, 0):
                os.kill(self._child, signal.SIGKILL)
                os.waitpid(self._child, 0)


def begin(work: Callable[[], bytes]) -> Begun | None:
    """Begin some work in a forked process; None where that cannot be done here.

    Where several threads run, or on systems whose libraries do not outlive a fork, nothing is forked.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return None
    with contextlib.ExitStack() as undo:
        try:
            # Not every Python for Linux has files in memory (`os.memfd_create`).
            with tempfile.TemporaryFile() as file:
                made = os.dup(file.fileno())
            undo.callback(os.close, made)
            ended, going_on = os.pipe()
            undo.callback(os.close, going_on)
            undo.callback(os.close, ended)
            child = os.fork()
        except OSError:
            return None
        if child == 0:
            os.close(ended)
            _do(work, made)
        undo.pop_all()
    os.close(going_on)
    return Begun(child, ended, made)


def apart(work: Callable[[], bytes]) -> bytes | None:
    """Do some work in a forked process and give what it made; None where that cannot be done here, or was not done there.

    Whoever gets None does the work itself, and meets the error that ended the other process.
    """
    begun = begin(work)
    return None if begun is None else begun.result()


def _do(work: Callable[[], bytes], sink: int) -> None:
    """Do the work and leave, past everything that the forked program would do at its end."""
    code = 1
    try:
        gc.disable()
        made = work()
        sys.stderr.flush()
        with os.fdopen(sink, "wb") as file:
            file.write(made + _END)
        code = 0
    finally:
        # What was raised is met again by the process that waits, which can say what is wrong.
        os._exit(code)
