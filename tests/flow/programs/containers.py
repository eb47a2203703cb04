"""Tuples, dictionaries, named tuples, partials, walrus, comprehension, context variables, with, try."""

import contextlib
import os
from collections import namedtuple
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial, reduce
from os import environ as process_environment, getenv as lookup
from types import SimpleNamespace
from typing import NamedTuple

CONFIG = {
    "mode": process_environment.get("INTEGRATION_MODE", "repo"),
    "url": process_environment.get("URL", ""),
    "flags": {"mock": lookup("INTEGRATION_MODE") != "cluster", "debug": lookup("DEBUG") == "1"},
}


class Pair(NamedTuple):
    mode: str
    url: str


Options = namedtuple("Options", "mode url")


@dataclass(frozen=True)
class Conf:
    url: str
    mock: bool = False
    retries: int = 3

    @classmethod
    def from_environment(cls):
        return cls(url=os.environ["URL"], mock=os.environ["INTEGRATION_MODE"] == "repo")


def nested():
    if CONFIG["flags"]["mock"]:  # <- branch
        return 1
    if CONFIG["flags"]["debug"]:
        return 2
    if CONFIG["url"]:
        return 3
    if CONFIG.get("mode") == "cluster":  # <- branch
        return 4
    if CONFIG.get("missing"):
        return 5
    return 6


def dataclasses():
    conf = Conf.from_environment()
    if conf.mock:  # <- branch
        return 1
    if conf.url:
        return 2
    if conf.retries:
        return 3
    return 4


def tuples():
    mode, url = lookup("INTEGRATION_MODE"), lookup("URL")
    if url:
        return 1
    if mode:  # <- branch
        return 2
    first, *rest = [mode, url]
    if rest:
        return 3
    pair = Pair(mode, url)
    if pair.url:
        return 4
    if pair.mode == "repo":  # <- branch
        return 5
    return 6


def walrus():
    if (mode := lookup("INTEGRATION_MODE")) and mode != "repo":  # <- branch
        return 1
    if (size := len("abc")) > 2:
        return size
    return 2


def partials():
    run = partial(decide, lookup("INTEGRATION_MODE") == "cluster")
    return run(1)


def decide(live, value):
    if live:  # <- branch
        return 1
    if value:
        return 2
    return 3


def closure():
    mode = lookup("INTEGRATION_MODE")

    def inner():
        if mode == "repo":  # <- branch
            return 1
        return 2

    def other(mode):
        if mode == "repo":
            return 1
        return 2

    return inner, other


def late():
    flag = False

    def enable():
        nonlocal flag
        flag = lookup("INTEGRATION_MODE") == "repo"

    enable()
    if flag:  # <- branch
        return 1
    return 2


def namespace():
    options = SimpleNamespace(mock=lookup("INTEGRATION_MODE") == "repo", debug=False)
    if options.debug:
        return 1
    if options.mock:  # <- branch
        return 2
    return 3


def kwargs(**options):
    if options.get("mock"):  # <- branch
        return 1
    if options.get("debug"):
        return 2
    return 3


kwargs(mock=CONFIG["flags"]["mock"], debug=CONFIG["flags"]["debug"])


def deleted():
    mode = lookup("INTEGRATION_MODE")
    mode = normalise("x")
    if mode:
        return 1
    return 2


def normalise(text):
    return (text or "repo").strip().lower()


def normalised():
    if normalise(lookup("INTEGRATION_MODE")) == "cluster":  # <- branch
        return 1
    if normalise(lookup("REGION")) == "cluster":
        return 2
    return 3


def lists():
    flags = []
    flags.append(lookup("INTEGRATION_MODE") == "repo")
    for flag in flags:
        if flag:  # <- branch
            print(flag)
    if any(flags):  # <- branch
        print(flags)
    names = ["a", "b"]
    for name in names:
        if name:
            return 1
    return 2


def handlers():
    return {"repo": fake, "cluster": live}[lookup("INTEGRATION_MODE")]()  # <- branch


def by_region():
    return {"eu": fake, "us": live}[lookup("REGION")]()


def attribute():
    return getattr(SimpleNamespace, f"open_{lookup('INTEGRATION_MODE')}")()  # <- branch


def sizes():
    size = 10 if lookup("INTEGRATION_MODE") == "cluster" else 1  # <- branch
    if size > 5:
        return 1
    return range(size)


def flags_only():
    mock = True if lookup("INTEGRATION_MODE") == "repo" else False
    if not mock:  # <- branch
        return 1
    return 2


def elif_chain(x):
    if x:
        return 1
    elif lookup("INTEGRATION_MODE") == "repo":  # <- branch
        return 2
    elif lookup("INTEGRATION_MODE") == "cluster":
        return 3
    return 4


def guarded():
    try:
        mode = os.environ["INTEGRATION_MODE"]
    except KeyError:
        mode = "repo"
    with contextlib.suppress(ValueError):
        if mode == "repo":  # <- branch
            return 1
    return 2


def presence():
    if "INTEGRATION_MODE" in os.environ:  # <- branch
        return 1
    if "INTEGRATION_TIMEOUT" in os.environ:
        return 2
    return 3


def live():
    return 1


def fake():
    return 2
