# judged by ITM205
import pytest, unittest
class TestA:
    pytestmark = pytest.mark.skip  # <- ITM205
    def test_a(self, c): assert c.get()
@unittest.skipUnless(False, "x")  # <- ITM205
class TestB(unittest.TestCase): pass
@unittest.skipUnless(has(), "x")
class TestC(unittest.TestCase): pass
def skipper():
    pytest.skip("later")
async def test_d(c):
    await c.get()
    return pytest.skip("x")  # <- ITM205
@pytest.fixture
def db():
    pytest.skip("later")  # <- ITM205
@fancy
def test_e(): assert x()
pytest.skip("whole file", allow_module_level=True)  # <- ITM205
needs_docker = pytest.mark.needs_docker
if settings.WITHOUT_DOCKER:
    needs_docker = pytest.mark.skip(reason="no docker")
@needs_docker
def test_f(): assert x()
