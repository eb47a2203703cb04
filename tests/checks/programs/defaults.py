# judged by ITM207 ITM208
import os
from pydantic import Field, AliasChoices
from pydantic_settings import BaseSettings
A = os.environ.get("A", "x")  # <- ITM207
B = os.getenv("B") or "acme"  # <- ITM207
C = os.environ.get("C", "")
if not C:
    C = "dev"  # <- ITM207
def d():
    v = os.environ.get("D")
    if v:
        return v
    return "localhost"  # <- ITM207
def e():
    v = os.environ.get("E")
    if not v:
        return "localhost"  # <- ITM207
    return v
F = os.environ["F"] if "F" in os.environ else "z"  # <- ITM207
G = os.environ.get("G") if os.environ.get("G") else "z"  # <- ITM207
H = int(os.environ.get("H", 3000))  # <- ITM207
I = os.environ.get("I", f"http://localhost:{port}")  # <- ITM207
J = os.environ.get("J1") or os.environ.get("J2")  # <- ITM208
K = os.environ.get("K1", os.environ.get("K2"))  # <- ITM208
L = os.environ.get("L1") or os.environ.get("L2") or "q"  # <- ITM207 ITM208
def env(name, default="zz"):  # <- ITM207
    return os.environ.get(name, default)
M = env("M", "http://x")  # <- ITM207
M2 = env("M2")
os.environ.setdefault("N", "y")  # <- ITM207
def o():
    try:
        return os.environ["O"]
    except KeyError:
        return "localhost"  # <- ITM207
class S(BaseSettings):
    p: str = "http://localhost"  # <- ITM207
    q: str = Field(default="x", validation_alias=AliasChoices("Q1", "Q2"))  # <- ITM207 ITM208
    r: str
def t():
    u = os.environ.get("T1")
    if not u:
        u = os.environ.get("T2")  # <- ITM208
    return u
def u():
    if "U" in os.environ:
        return os.environ["U"]
    return "http://x"  # <- ITM207
V = next((os.environ[k] for k in ("V1", "V2") if k in os.environ), None)  # <- ITM208
W = {"w": "x", **os.environ}["w"]
