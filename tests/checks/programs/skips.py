# judged by ITM205 ITM206
import pytest, unittest, sys
pytestmark = [pytest.mark.asyncio, pytest.mark.skip(reason="x")]  # <- ITM205
needs_db = pytest.mark.skip(reason="later")  # <- ITM205
skip_slow = pytest.mark.skip(reason="unused object")

@pytest.mark.skip  # <- ITM205
def test_a(): assert x()
@pytest.mark.skip(reason="x")  # <- ITM205
def test_b(): assert x()
@pytest.mark.xfail(sys.platform == "win32", reason="q")
def test_c(): assert x()
@pytest.mark.xfail  # <- ITM205
def test_d(): assert x()
@needs_db
def test_e(): assert x()
@pytest.mark.skipif(True, reason="x")  # <- ITM205
def test_f(): assert x()
@pytest.mark.skipif(sys.version_info < (3, 9), reason="x")
def test_g(): assert x()
def test_h():
    pytest.skip("later")  # <- ITM205
def test_i(c):
    if not c.ok:
        pytest.skip("x")
    try:
        c.x()
    except E:
        pytest.skip("x")  # <- ITM206
    assert x()
@unittest.skip("x")  # <- ITM205
class TestX(unittest.TestCase):
    @unittest.expectedFailure  # <- ITM205
    def test_q(self): self.assertTrue(x())
    def test_r(self): self.skipTest("x")  # <- ITM205
@pytest.mark.parametrize("a", [1, pytest.param(2, marks=pytest.mark.xfail), pytest.param(3, marks=[pytest.mark.skip(reason="z")])])  # <- ITM205 ITM205
def test_p(a): assert a
def pytest_collection_modifyitems(config, items):
    skip = pytest.mark.skip(reason="need --slow")
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(skip)
def test_zz():
    raise unittest.SkipTest("x")  # <- ITM205
def test_left(c):
    try:
        c.ping()
    except ConnectionError:
        return False  # <- ITM206
    assert c.rows()
def test_left_with_data(c):
    try:
        c.ping()
    except ConnectionError as error:
        return c.explain(error)
    assert c.rows()
