import pytest


def test_a(live, client):
    if not live:
        pytest.skip("no")  # <- ITM201
    assert client.put() == 2
