# judged by ITM212
import pytest, unittest, subprocess
from .steps import verify_order
from hypothesis import given
def require_env(n):
    raise RuntimeError(n)
def kv():
    return K(require_env("KV_URL"))
def check_ok(r):
    assert r.ok
def show(r):
    print(r)
def ensure(r):
    if not r: raise ValueError(r)
@given(x=st.text())
def test_a(x):  # <- ITM212
    kv().put(x)
def test_b(): assert kv().get()
def test_c(): check_ok(kv().get())
def test_d(): show(kv().get())  # <- ITM212
def test_e(): ensure(kv().get())
def test_f(): verify_order(kv().get())
def test_g():
    with pytest.raises(X): kv().get()
def test_h(): assert True  # <- ITM212
def test_i():
    pytest.skip("x")
@pytest.mark.skip(reason="q")
def test_j(): kv().get()
class TestK(unittest.TestCase):
    def test_l(self): self.assertEqual(kv().get(), 1)
    def test_m(self): kv().get()  # <- ITM212
    def test_n(self): self._same(kv().get())
    def _same(self, r): self.assertTrue(r)
    def test_o(self):
        with self.subTest(): self.assertTrue(kv())
def test_p(client): client.get("/x").raise_for_status()
def test_q(client): client.verify("x")  # <- ITM212
def test_r(): subprocess.run(["x"], check=True)
def test_s(client):
    for r in client.all():
        if r.bad: pytest.fail("x")
def test_t(client): client.mock.assert_called_once()
async def test_u(client): await client.ping()  # <- ITM212
