import os


def is_mock(environ=os.environ):
    return environ.get("INTEGRATION_MODE") != "cluster"


if is_mock({"INTEGRATION_MODE": "cluster"}):
    print(1)
if is_mock():  # <- branch
    print(2)
if is_mock(os.environ):  # <- branch
    print(3)


def is_live(mode=os.environ.get("INTEGRATION_MODE")):
    return mode == "cluster"


if is_live("cluster"):
    print(4)
if is_live(mode="repo"):
    print(5)
if is_live():  # <- branch
    print(6)


def given(environ):
    return environ["INTEGRATION_MODE"] == "cluster"


if given({"INTEGRATION_MODE": "repo"}):
    print(7)
if given(os.environ):  # <- branch
    print(8)
