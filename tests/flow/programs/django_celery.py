"""Django and Celery settings, decorators, classes with class attributes, generators."""

import os
import functools

from celery import Celery
from decouple import config
from environ import Env

env = Env(DEBUG=(bool, False))

DEBUG = env.bool("DEBUG", default=False)
MODE = env("INTEGRATION_MODE", default="repo")
QUIET = config("INTEGRATION_MODE", default="repo") == "repo"
CACHE_KEY = "INTEGRATION_MODE"
OTHER_KEY = "INTEGRATION_MODEL"

celery = Celery("orders")
celery.conf.update(task_always_eager=MODE == "repo", broker_url=os.environ["BROKER_URL"])

if DEBUG:
    INSTALLED_APPS = ["debug_toolbar"]

if MODE != "cluster":  # <- branch
    CACHES = {"default": {"BACKEND": "locmem"}}
else:
    CACHES = {"default": {"BACKEND": "redis"}}

BACKEND = {"repo": "locmem", "cluster": "redis"}[MODE]  # <- branch

if CACHES:
    print("control dependence is not followed")

if BACKEND == "redis":
    print("a chosen value is no mode")


def only_in_cluster(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        if os.getenv(CACHE_KEY) != "cluster":  # <- branch
            return None
        return function(*args, **kwargs)

    return wrapper


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        if os.getenv(OTHER_KEY):
            print(args)
        return function(*args, **kwargs)

    return wrapper


@only_in_cluster
def send(mail):
    if mail:
        return mail.send()
    return None


@logged
@celery.task(bind=True, max_retries=3)
def deliver(self, order_id):
    while QUIET:  # <- branch
        break
    if order_id:
        return 1
    return [x for x in range(3) if QUIET]  # <- branch


class Publisher:
    quiet = QUIET
    name = "publisher"
    _backends = {}

    @classmethod
    def create(cls):
        if cls.quiet:  # <- branch
            return cls()
        if cls.name:
            return None
        return None

    @staticmethod
    def mode():
        return MODE

    def publish(self, event):
        assert event
        return self.mode() == "repo" and self.client.send(event)  # <- branch

    def other(self, mode):
        self.seen = mode
        return 1 if mode else 2


def events(quiet=QUIET):
    if quiet:  # <- branch
        yield None
    yield from ()


def events_for(quiet=False):
    if quiet:
        yield None


def shadows(MODE):
    if MODE == "cluster":
        return 1
    return 2


def rebinds():
    MODE = "x"
    if MODE == "x":
        return 1
    QUIET = os.environ.get("QUIET")
    if QUIET:
        return 2
    return 3


def chosen():
    client = live() if MODE == "cluster" else fake()  # <- branch
    rows = client.query("select 1")
    if rows:
        return rows
    if client:
        return client
    if client.mode == "cluster":
        return 1
    return None


def live():
    return object()


def fake():
    return object()


def comment():
    # if os.environ["INTEGRATION_MODE"] == "cluster":
    text = "INTEGRATION_MODE is set by the runner"
    if text:
        return 'os.environ["INTEGRATION_MODE"]'
    return """
    if INTEGRATION_MODE == "repo":
        pass
    """


def scrub():
    for name in ("INTEGRATION_MODE", "HOME"):
        os.environ.pop(name, None)
    kept = {k: v for k, v in os.environ.items() if k not in ("INTEGRATION_MODE",)}
    if kept:
        return kept
    return None


def removed():
    del os.environ["INTEGRATION_MODE"]
    os.environ.pop("INTEGRATION_MODE", None)
    taken = os.environ.pop("INTEGRATION_MODE", None)
    if taken:  # <- branch
        return 1
    return 2
