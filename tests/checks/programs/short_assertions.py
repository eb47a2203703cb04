# judged by ITM212
import pytest
@pytest.mark.parametrize('x', [1])
def test_a(x):  # <- ITM212
    run(x)
# judged by ITM212
def test_a(benchmark):  # <- ITM212
    benchmark(f)
# judged by ITM212
def test_a(c):  # <- ITM212
    assert_called(c)
def assert_called(c):
    c.log()
# judged by ITM212
import numpy as np
from numpy.testing import assert_allclose
def test_a(c):
    assert_allclose(c.x(), 1)
def test_b(c):
    np.testing.assert_array_equal(c.x(), 1)
# judged by ITM212
from playwright.sync_api import expect
def test_a(page):
    expect(page).to_have_title('x')
# judged by ITM212
def test_a(c):
    with c.assert_num_queries(1):
        c.x()
# judged by ITM212
import pytest
def test_a(c):
    with pytest.warns(UserWarning):
        c.x()
def test_b(c, caplog):
    c.x()
    if 'x' not in caplog.text:
        pytest.fail('x')
