def test_a(is_cluster, client):
    if is_cluster:
        assert client.get() == 1  # <- ITM202
    assert client.put() == 2
