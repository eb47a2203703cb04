import os
from helpers import skip_when
MODE = os.environ['INTEGRATION_MODE']

def test_a(client):
    skip_when(MODE != 'cluster')  # <- ITM201
    assert client.get() == 1
