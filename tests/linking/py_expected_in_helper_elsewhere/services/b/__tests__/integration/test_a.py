import os
from helpers import assert_status
LIVE = os.environ['INTEGRATION_MODE'] == 'cluster'

def test_a(client):
    assert_status(client.get(), 200 if LIVE else 201)  # <- ITM203
