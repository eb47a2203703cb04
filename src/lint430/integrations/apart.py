"""Work in a process of its own, which leaves nothing behind: no memory to give back, nothing for the garbage collector to look through."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import threading
from collections.abc import Callable


def apart(work: Callable[[], bytes]) -> bytes | None:
    """Do some work in a forked process and give what it made; None where that cannot be done here, or was not done there.

    Whoever gets None does the work itself, and meets the error that ended the other process. Where several threads run, or on systems whose
    libraries do not outlive a fork, nothing is forked.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return None
    try:
        source, sink = os.pipe()
    except OSError:
        return None
    try:
        child = os.fork()
    except OSError:
        os.close(source)
        os.close(sink)
        return None
    if child == 0:
        os.close(source)
        _send(work, sink)
    os.close(sink)
    with os.fdopen(source, "rb") as pipe:
        made = pipe.read()
    with contextlib.suppress(ChildProcessError):
        # Somebody else may have been told of its end already.
        os.waitpid(child, 0)
    return made.removesuffix(_END) if made.endswith(_END) else None


_END = b"\nend"
"""Tells a whole answer from one that broke off."""


def _send(work: Callable[[], bytes], sink: int) -> None:
    """Do the work and leave, past everything that the forked program would do at its end."""
    code = 1
    try:
        gc.disable()
        made = work()
        sys.stderr.flush()
        with os.fdopen(sink, "wb") as pipe:
            pipe.write(made + _END)
        code = 0
    finally:
        # What was raised is met again by the process that waits, which can say what is wrong.
        os._exit(code)
