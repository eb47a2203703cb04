import os
from os import environ as env
from os import getenv

KEY = "INTEGRATION_MODE"
MODE = os.environ.get(KEY, "repo").lower()
IS_MOCK = MODE != "cluster"
OTHER = os.environ.get("OTHER_MODE", "x")


def a():
    if IS_MOCK:  # <- branch
        return 1
    return 2


def b(mode):
    if mode == "repo":
        return 1
    return 2


b(OTHER)


def c():
    mode = getenv("INTEGRATION_MODE")
    mode = "other"
    if mode == "other":
        return 1
    return 2


def d():
    live = env["INTEGRATION_MODE"] == "cluster"
    url = "http://a" if live else "http://b"  # <- branch
    return url


def e():
    return {"cluster": 10, "repo": 1}[MODE]  # <- branch


def f():
    match os.getenv("INTEGRATION_MODE"):  # <- branch
        case "cluster":
            return 10
        case _:
            return 5


def g(names):
    return [n for n in names if not IS_MOCK or n]  # <- branch


def h():
    while MODE == "repo":  # <- branch
        break


def is_live() -> bool:
    if MODE == "cluster":
        return True
    return False


def i():
    if is_live():  # <- branch
        print("x")


def j():
    IS_MOCK = False
    if IS_MOCK:
        print("local name")


def k(mode="repo"):
    if mode == "repo":
        print("no caller passes the mode")
