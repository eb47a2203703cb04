"""Context variables, partial application, inheritance both ways."""

import argparse
import os
from contextvars import ContextVar
from functools import partial

current = ContextVar("current", default=os.environ.get("INTEGRATION_MODE"))
request_mode: ContextVar[str] = ContextVar("request_mode")
user: ContextVar[str] = ContextVar("user", default="nobody")


def middleware(request):
    request_mode.set(os.environ["INTEGRATION_MODE"])
    user.set(request.user)


def handler():
    if user.get() == "cluster":
        return 1
    if current.get() == "cluster":  # <- branch
        return 2
    if request_mode.get() == "cluster":  # <- branch
        return 3
    return 4


class Template:
    def run(self):
        if self.live:  # <- branch
            return 1
        if self.name:
            return 2
        return self.size or 3


class Live(Template):
    name = "live"
    size = 3

    def __init__(self):
        self.live = os.environ.get("INTEGRATION_MODE") == "cluster"


class Sibling(Template):
    def __init__(self, live):
        self.flag = live

    def other(self):
        if self.flag:
            return 1
        return 2


def decide(first, live, last=None):
    if first:
        return 1
    if live:  # <- branch
        return 2
    if last:
        return 3
    return 4


chosen = partial(decide, "x", os.environ.get("INTEGRATION_MODE") == "cluster")
chosen("y")
chosen(last="z")


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("-m", "--mode", dest="profile", default=os.environ.get("INTEGRATION_MODE"))
    parser.add_argument("--size", type=int, default=3)
    known, _ = parser.parse_known_args()
    args = parser.parse_args()
    if args.size > 2:
        return 1
    if args.profile == "cluster":  # <- branch
        return 2
    return known
