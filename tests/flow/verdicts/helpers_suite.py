import os
import time

import grpc
import pytest

MODE = os.environ.get("INTEGRATION_MODE", "repo").strip().lower()
IS_CLUSTER = MODE == "cluster"
LIVE_ROWS = ["a", "b"]
FAKE_ROWS = ["a"]
SETTINGS = {"timeout": 30 if IS_CLUSTER else 1, "rows": 3}


class Harness:
    def __init__(self, cluster):
        self.cluster = cluster
        self.client = None

    def open(self):
        if self.cluster:
            self.client = live(require_env("BILLING_ADDRESS"))
            if self.client is None:
                raise RuntimeError("no client")
        else:
            self.client = fake()
        return self

    def wait(self):
        deadline = time.time() + (60 if self.cluster else 1)
        while time.time() < deadline:
            if self.client.ready():
                return
            time.sleep(0.1)
        raise TimeoutError("not ready")

    def close(self):
        if self.cluster:
            self.client.close()


@pytest.fixture(scope="session")
def harness():
    opened = Harness(IS_CLUSTER).open()
    opened.wait()
    yield opened
    opened.close()


@pytest.fixture
def client(request):
    return request.getfixturevalue("live_client" if IS_CLUSTER else "fake_client")


@pytest.fixture(autouse=True)
def seeded(harness):
    if IS_CLUSTER:
        harness.client.truncate()
    harness.client.seed(LIVE_ROWS)
    yield
    if IS_CLUSTER:
        harness.client.truncate()


def require_env(name):
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"{name} is required")
    return value


def assert_rows(rows, expected):
    assert rows == expected


def eventually(check):
    for _ in range(20 if IS_CLUSTER else 1):
        if check():
            return
        time.sleep(0.1)
    pytest.fail("never")


def test_error(client):
    with pytest.raises(grpc.RpcError if IS_CLUSTER else KeyError):  # <- expectation
        client.get("missing")


def test_status(client):
    assert client.status() in ((200, 201) if IS_CLUSTER else (200,))  # <- expectation


def test_fixture(client):
    expected = LIVE_ROWS if IS_CLUSTER else FAKE_ROWS  # <- expectation
    assert client.rows() == expected


def test_same_value_is_compared(client):
    identifier = "live-1" if IS_CLUSTER else "fake-1"  # <- expectation
    row = client.get(identifier)
    assert row.id == identifier


def test_request_only(client):
    identifier = "live-1" if IS_CLUSTER else "fake-1"
    row = client.get(identifier)
    assert row.name == "first"


def test_by_helper(client):
    assert_rows(client.rows(), LIVE_ROWS if IS_CLUSTER else FAKE_ROWS)  # <- expectation


def test_by_helper_same(client):
    assert_rows(client.rows(limit=100 if IS_CLUSTER else 1), LIVE_ROWS)


def test_wait(client):
    eventually(lambda: client.ready())
    time.sleep(1 if IS_CLUSTER else 0)
    assert client.rows() == LIVE_ROWS


def test_timeout(client):
    assert client.rows(timeout=SETTINGS["timeout"]) == LIVE_ROWS
    assert len(client.rows()) == SETTINGS["rows"]


def test_required(client):
    if IS_CLUSTER and not os.environ.get("BILLING_ADDRESS"):
        raise RuntimeError("BILLING_ADDRESS is required")
    assert client.rows()


def test_required_by_fail(client):
    if IS_CLUSTER and not os.environ.get("BILLING_ADDRESS"):
        pytest.fail("BILLING_ADDRESS is required")
    assert client.rows()


def test_mixed_skip(client):
    if IS_CLUSTER and not os.environ.get("BILLING_ADDRESS"):
        pytest.skip("BILLING_ADDRESS is required")  # <- skip
    assert client.rows()


def test_nested(client):
    if client.rows():
        if IS_CLUSTER:
            assert client.replicas() == 3  # <- assertion
    assert client.rows()


def test_tolerance(client):
    assert client.latency() < (5 if IS_CLUSTER else 1)  # <- expectation


def test_approx(client):
    assert client.total() == pytest.approx(30 if IS_CLUSTER else 10)  # <- expectation


def test_built(client):
    other = live("b") if IS_CLUSTER else fake()
    assert other is not None
    assert other
    assert other.rows() == client.rows()


def test_loop(client):
    for name in LIVE_ROWS:
        if not IS_CLUSTER:
            break  # <- skip
        assert client.get(name)


def test_try(client):
    try:
        client.flush()
    except grpc.RpcError:
        if IS_CLUSTER:
            raise
    assert client.rows()


def test_log(client):
    if IS_CLUSTER:
        print("running against the cluster")
    assert client.rows()


@pytest.mark.timeout(60 if IS_CLUSTER else 5)
@pytest.mark.flaky(reruns=3 if IS_CLUSTER else 0)
def test_marks(client):
    assert client.rows()


def test_inner_function(client):
    def handler(event):
        if not IS_CLUSTER:
            return
        client.publish(event)

    client.subscribe(handler)
    assert client.rows()


@pytest.mark.xfail(IS_CLUSTER, reason="flaky there")  # <- skip
def test_xfail(client):
    assert client.rows()


def test_assume(client):
    if MODE == "repo":
        pytest.xfail("not in mock mode")  # <- skip
    assert client.rows()


def live(address):
    return object()


def fake():
    return object()
