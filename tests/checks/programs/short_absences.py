# judged by ITM206
import os, pytest
needs = pytest.mark.skipif('ADDR' not in os.environ, reason='x')  # <- ITM206
@needs
def test_a(): assert f()
# judged by ITM206
import pytest, requests
@pytest.fixture
def api():
    try:
        requests.get('http://x')
    except requests.ConnectionError:
        pytest.skip('x')  # <- ITM206
    return 1
# judged by ITM206
import os, pytest
if not os.environ.get('ADDR'):
    pytest.skip('x', allow_module_level=True)  # <- ITM206
# judged by ITM206
import pytest
try:
    import docker
except ImportError:
    pytest.skip('docker missing', allow_module_level=True)  # <- ITM206
