import pytest
from .fixtures import live


def test_a(live, client):
    if not live:
        pytest.skip("no")  # <- ITM201
    assert client.put() == 2
