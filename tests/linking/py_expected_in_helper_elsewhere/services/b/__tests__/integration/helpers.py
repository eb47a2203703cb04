def assert_status(resp, want):
    assert resp.status == want
