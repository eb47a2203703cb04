"""Work in a process of its own: what it gives, and what happens when it does not come to an end."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from lint430.integrations.apart import apart, begin

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


def test_another_process_does_it() -> None:
    made = apart(lambda: str(os.getpid()).encode())
    assert made is not None
    assert int(made) not in (0, os.getpid())
    with pytest.raises(ProcessLookupError):
        os.kill(int(made), 0)


def test_much_is_handed_over() -> None:
    assert apart(lambda: b"x\n" * 1_000_000) == b"x\n" * 1_000_000
    assert apart(lambda: b"") == b""


def test_what_it_changes_stays_there() -> None:
    seen: list[int] = []

    def change() -> bytes:
        seen.append(1)
        return b""

    assert apart(change) == b""
    assert seen == []


def descriptors() -> set[str]:
    return {place.name for place in Path("/proc/self/fd").iterdir()}


def slowly() -> bytes:
    time.sleep(0.3)
    return str(os.getpid()).encode()


def for_ever() -> bytes:
    time.sleep(60)
    return b""


def fail() -> bytes:
    raise ValueError("no")


def leave() -> bytes:
    sys.exit(0)


def die() -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b"never"


@pytest.mark.parametrize("work", [fail, leave, die])
def test_a_process_that_breaks_off_has_made_nothing(work: object, capfd: pytest.CaptureFixture[str]) -> None:
    assert callable(work)
    assert apart(work) is None
    # Nobody is left behind, and nothing is said: whoever waits does it again, and can say what is wrong.
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert capfd.readouterr().err == ""


def test_nothing_is_forked_beside_threads() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert apart(lambda: b"x") is None
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize("call", ["dup", "pipe", "fork"])
def test_a_system_that_has_no_room(call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object) -> object:
        raise OSError("full")

    before = descriptors()
    monkeypatch.setattr(os, call, full)
    assert apart(lambda: b"x") is None
    assert descriptors() == before


def test_all_that_are_forked_later_are_told() -> None:
    begun = begin(slowly)
    assert begun is not None
    context = multiprocessing.get_context("fork")
    said = context.SimpleQueue()
    several = [context.Process(target=lambda: said.put(begun.result())) for _ in range(3)]
    for process in several:
        process.start()
    told = {said.get() for _ in several} | {begun.result()}
    for process in several:
        process.join(10)
    assert len(told) == 1
    assert told != {None}
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_nothing_goes_on_that_nobody_waits_for() -> None:
    before = descriptors()
    begun = begin(for_ever)
    assert begun is not None
    begun.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert descriptors() == before
