# judged by ITM207 ITM208
import os
def a():
    for k in ("A_URL", "B_URL"):  # <- ITM208
        if k in os.environ:
            return os.environ[k]
    raise X
def b():
    for k in ("A_URL", "B_URL"):
        if not os.environ.get(k):
            raise X(k)
def c():
    missing = [k for k in ("A_URL", "B_URL") if k not in os.environ]
    for k in missing: raise X
    return {k: os.environ[k] for k in ("A_URL", "B_URL")}
first_env("A_URL", "B_URL")  # <- ITM208
require_env("A_URL", "B_URL")
tmp = os.environ.get("TMPDIR") or os.environ.get("TEMP")
x = os.environ["A_URL"] and os.environ["B_URL"]
x = next(filter(None, map(os.environ.get, ("A_URL", "B_URL"))))  # <- ITM208
