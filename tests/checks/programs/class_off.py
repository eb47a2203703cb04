# judged by ITM212
import pytest
class TestA:
    pytestmark = pytest.mark.skip
    def test_a(self, c): c.get()
class TestB:
    pytestmark = [pytest.mark.slow]
    def test_a(self, c): c.get()  # <- ITM212
def test_c(): assert 1 == 1  # <- ITM212
def test_d(c): handlers[0](c)  # <- ITM212
def test_e(c): assert (1 == 2) is False  # <- ITM212
