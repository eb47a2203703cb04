# judged by ITM205
import pytest
def test_a(c):
    pytest.skip('later') if c.x else None
    assert c
# judged by ITM205 ITM212
import unittest
@unittest.skip  # <- ITM205
class T(unittest.TestCase):
    def test_a(self): run()
# judged by ITM205
import pytest
xfail = pytest.mark.xfail(reason='x')  # <- ITM205
@xfail
def test_a(): assert f()
# judged by ITM205
import pytest
@pytest.mark.skipif(False, reason='x')
def test_a(): assert f()
# judged by ITM205
import pytest
@pytest.mark.skipif(condition=True, reason='x')  # <- ITM205
def test_a(): assert f()
# judged by ITM205
import pytest
@pytest.mark.xfail(condition=False, reason='x')
def test_a(): assert f()
