# judged by ITM207
import os
A = (os.environ.get("A_B")) or (f"http://localhost:{port}")  # <- ITM207
def b():
    match kind:
        case "x":
            v = os.environ.get("B_C")
            if v:
                return v
            return "y"  # <- ITM207
def c():
    v = os.environ.get("C_D")
    if v and v != "":
        return v
    return "z"  # <- ITM207
def d():
    v = os.environ.get("D_E")
    w = os.environ.get("E_F")
    if v and w:
        return v
    return "z"
def e():
    v = os.environ.get("F_G", "")
    if len(v) > 0:
        return v
    else:
        return "z"  # <- ITM207
def f():
    host = "localhost"  # <- ITM207
    if "G_H" in os.environ:
        host = os.environ["G_H"]
    return host
def g(name, default=None):
    return os.environ.get(name, default)
G = g("H_I", 3)  # <- ITM207
H = g("I_J", default="x")  # <- ITM207
I = g("J_K")
J = read_env("K_L", default="x")  # <- ITM207
K = os.environ.get("L_M") or ""
L = os.environ.get("M_N") or compute()
M = os.environ.get("N_O", default="q")  # <- ITM207
