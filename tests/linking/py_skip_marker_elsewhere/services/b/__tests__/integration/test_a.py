from marks import cluster_only

@cluster_only
def test_a(client):
    assert client.get() == 1
