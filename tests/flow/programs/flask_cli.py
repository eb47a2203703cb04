"""Flask configuration, command lines, attrs, inheritance, setters, dispatch and asynchronous code."""

import argparse
import asyncio
import enum
import logging
import os
from contextlib import contextmanager

import attrs
import click
import typer
from flask import Flask, current_app, g

log = logging.getLogger(__name__)
app = Flask(__name__)
app.config["MODE"] = os.environ.get("INTEGRATION_MODE", "repo")
app.config["REGION"] = os.environ.get("REGION", "eu")


class Mode(enum.StrEnum):
    REPO = "repo"
    LOCAL = "local"
    CLUSTER = "cluster"

    @classmethod
    def current(cls):
        return cls(os.environ.get("INTEGRATION_MODE", "repo").lower())

    @property
    def is_live(self):
        return self is Mode.CLUSTER


class Region(enum.Enum):
    EU = "eu"
    US = "us"

    @classmethod
    def current(cls):
        return cls(os.environ.get("REGION", "eu"))


@app.before_request
def before():
    g.mode = os.environ.get("INTEGRATION_MODE")
    g.user = load_user()


@app.route("/")
def index():
    if app.config["MODE"] == "cluster":  # <- branch
        return "live"
    if app.config["REGION"] == "eu":
        return "eu"
    if app.debug:
        return "debug"
    return current_app.name


@app.route("/enum")
def by_enum():
    if Mode.current() is Mode.CLUSTER:  # <- branch
        return "live"
    if Region.current() is Region.EU:
        return "eu"
    if Mode.current().is_live:  # <- branch
        return "live"
    return "x"


@attrs.define
class Job:
    name: str
    live: bool = attrs.field(factory=lambda: os.environ["INTEGRATION_MODE"] == "cluster")

    def run(self):
        if self.live:  # <- branch
            return 1
        if self.name:
            return 2
        return 3


class Base:
    def __init__(self, mode):
        self.mode = mode
        self._name = "x"

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, value):
        self._name = value


class Worker(Base):
    def __init__(self):
        super().__init__(os.environ.get("INTEGRATION_MODE", "repo"))
        self.queue = []

    def work(self):
        if self.mode == "repo":  # <- branch
            return None
        if self.name == "repo":
            return None
        while self.queue:
            self.queue.pop()
        return self


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--run-mode", default=os.environ.get("INTEGRATION_MODE", "repo"))
    return parser.parse_args()


@click.command()
@click.option("--region", envvar="REGION")
@click.option("--run-mode", "-m", envvar="INTEGRATION_MODE", default="repo")
def serve(region, run_mode):
    if region == "eu":
        click.echo("eu")
    if run_mode == "cluster":  # <- branch
        click.echo("live")
    arguments = parse_arguments()
    if arguments.verbose:
        click.echo("verbose")
    if arguments.run_mode == "repo":  # <- branch
        click.echo("repo")


def typed_option(mode: str = typer.Option("repo", envvar="INTEGRATION_MODE"), name: str = typer.Option("x", envvar="NAME")):
    if name:
        return 1
    return 2 if mode == "cluster" else 3  # <- branch


@contextmanager
def session(live):
    if live:  # <- branch
        yield 1
    else:
        yield 2


def use_session():
    with session(os.environ.get("INTEGRATION_MODE") == "cluster") as opened:
        if opened:
            return 1
    return 2


async def fetch_mode():
    await asyncio.sleep(0)
    return os.environ.get("INTEGRATION_MODE")


async def asynchronous():
    mode = await fetch_mode()
    if mode == "cluster":  # <- branch
        return 1
    mode, region = await asyncio.gather(fetch_region(), fetch_region())
    if region:
        return 2
    return 3


async def fetch_region():
    return os.environ.get("REGION")


def dispatch():
    handlers = {"cluster": lambda: 1, "repo": lambda: 2}
    handler = handlers.get(os.environ.get("INTEGRATION_MODE", "repo"))  # <- branch
    if handler is None:
        raise ValueError("unknown")
    return handler()


def with_default(mode=None):
    mode = mode or os.environ.get("INTEGRATION_MODE", "repo")
    return "live" if mode == "cluster" else "fake"  # <- branch


def membership():
    return [1] if os.environ.get("INTEGRATION_MODE") in {"repo", "local"} else [2]  # <- branch


def all_of(ready):
    if all([ready, os.environ.get("INTEGRATION_MODE") == "cluster"]):  # <- branch
        return 1
    if all([ready, ready]):
        return 2
    return 3


def negated(ready):
    live = os.environ.get("INTEGRATION_MODE") == "cluster"
    usable = not live and ready
    if usable:  # <- branch
        return 1
    return 2


def unwound():
    live = os.environ.get("INTEGRATION_MODE") == "cluster"
    del live
    live = load_user()
    if live:
        return 1
    return 2


def message():
    mode = os.environ.get("INTEGRATION_MODE")
    log.info("mode %s", mode)
    text = f"mode={mode}"
    if text == "mode=cluster":  # <- branch
        return 1
    if len("mode") > 3:
        return 2
    return 3


def comprehension(rows):
    live = os.environ.get("INTEGRATION_MODE") == "cluster"
    kept = [row for row in rows if row.live]
    chosen = [row for row in rows if row.live or live]  # <- branch
    if kept:
        return chosen
    if chosen:
        return kept
    return None


def passed_on(client):
    client.configure(mode=os.environ.get("INTEGRATION_MODE"))
    if client.mode:
        return 1
    result = client.call(os.environ.get("INTEGRATION_MODE"))
    if result:
        return 2
    return 3


def record():
    state = {}
    state["mode"] = os.environ.get("INTEGRATION_MODE")
    state["size"] = 3
    if state["size"] > 2:
        return 1
    if state["mode"] == "cluster":  # <- branch
        return 2
    return 3


def loop():
    for mode in Mode:
        if mode is Mode.CLUSTER:
            return 1
    for key, value in os.environ.items():
        if key == "INTEGRATION_MODE" and value:
            return 2
    return 3


def asserted():
    assert os.environ.get("INTEGRATION_MODE") in ("repo", "cluster")
    return 1


def load_user():
    return object()
