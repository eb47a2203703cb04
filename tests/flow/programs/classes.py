import os
from dataclasses import dataclass, field
from functools import lru_cache

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    integration_mode: str = "repo"
    database_url: str


settings = Settings()


@lru_cache(maxsize=1)
def current_mode():
    return os.environ["INTEGRATION_MODE"]


@dataclass
class Options:
    profile: str = field(default_factory=lambda: os.environ["INTEGRATION_MODE"].lower())
    retries: int = 3


class Sender:
    def __init__(self, live: bool, url: str) -> None:
        self.live = live
        self.url = url

    @property
    def quiet(self):
        return not self.live

    def send(self):
        if self.live:  # <- branch
            return 1
        if self.url:
            return 2
        return 3

    def other(self):
        if self.quiet:  # <- branch
            return 1
        return 2


def build():
    return Sender(live=settings.integration_mode == "cluster", url=settings.database_url)


def a():
    if settings.integration_mode == "repo":  # <- branch
        return 1
    if settings.database_url == "x":
        return 2
    return 3


def b():
    if current_mode() == "cluster":  # <- branch
        return 1
    return 2


def c(options: Options):
    if options.profile == "cluster":  # <- branch
        return 1
    if options.retries > 2:
        return 2
    return 3


def d():
    client = Sender(False, "x") if current_mode() == "repo" else None  # <- branch
    if client:
        return client.send()
    return None
