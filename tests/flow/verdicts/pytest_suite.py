import os
import shutil
import sys

import pytest

from integration_mode import integration_mode

MODE = integration_mode()
CLUSTER = MODE == "cluster"
RETRIES = 10 if CLUSTER else 1

cluster_only = pytest.mark.skipif(MODE != "cluster", reason="needs the cluster")  # <- skip
windows = pytest.mark.skipif(sys.platform == "win32", reason="posix only")
needs_token = pytest.mark.skipif(not os.environ.get("BILLING_TOKEN"), reason="no token")  # <- dependency


@pytest.fixture
def client():
    if CLUSTER:
        connected = live(os.environ["BILLING_ADDRESS"])
        assert connected is not None
    else:
        connected = fake()
    yield connected
    connected.close()


@pytest.fixture
def token():
    if not CLUSTER:
        pytest.skip("no token in mock mode")  # <- skip
    return "t"


@cluster_only
def test_by_alias(client):
    assert client.get(1)


@pytest.mark.skipif("MODE == 'repo'", reason="pytest evaluates the text")  # <- skip
def test_text(client):
    assert client.get(1)


@pytest.mark.skipif(condition=not CLUSTER, reason="cluster")  # <- skip
def test_keyword(client):
    assert client.get(1)


def test_skip_inside(client):
    if MODE == "repo":
        pytest.skip("nothing to see")  # <- skip
    assert client.get(1)


def test_guard(client):
    if not CLUSTER:
        return  # <- skip
    assert client.get(1)


def test_late_guard(client):
    assert client.get(1)
    if not CLUSTER:
        return  # <- assertion
    assert client.get(2)


def test_arm(client):
    row = client.get(1)
    assert row
    if CLUSTER:
        assert row.replicated  # <- assertion


def test_both_arms(client):
    row = client.get(1)
    if CLUSTER:
        assert row.count == 3  # <- assertion
    else:
        assert row.count == 1


def test_elif(client):
    row = client.get(1)
    if row.kind == "x":
        assert row.count == 3
    elif row.kind == "y":
        assert row.count == 2


def test_loop(client):
    for row in client.rows():
        if MODE != "cluster" and row.remote:
            continue  # <- skip
        assert row.ok


def test_expected(client):
    expected = 3 if CLUSTER else 1  # <- expectation
    assert client.count() == expected


def test_expected_inline(client):
    assert client.count() == (3 if CLUSTER else 1)  # <- expectation


def test_expected_table(client):
    assert client.count() == {"repo": 1, "cluster": 3}[MODE]  # <- expectation


def test_mixed(client):
    assert not CLUSTER or client.count() == 3  # <- expectation


def test_assigned(client):
    wanted = 1
    if CLUSTER:  # <- expectation
        wanted = 3
    assert client.count() == wanted


def test_wiring(client):
    timeout = 30 if CLUSTER else 1
    row = client.get(1, timeout=timeout, retries=RETRIES)
    assert row.id == 1
    if CLUSTER:
        client.flush()
    assert client.count() == 3


def test_data(client):
    name = "orders-live" if CLUSTER else "orders"
    created = client.create(name=name)
    assert created.id
    assert created.status == "new"


def test_chosen_client():
    client = live("x") if CLUSTER else fake()
    assert client.get(1) == {"id": 1}
    rows = client.rows()
    if rows:
        assert rows[0].ok
    with pytest.raises(ValueError):
        client.get(None)


def test_other_condition(client):
    if sys.version_info < (3, 12):
        pytest.skip("new syntax")
    if shutil.which("psql") is None:
        pytest.skip("psql is not installed")
    assert client.get(1)


def test_address(client):
    if not os.getenv("BILLING_ADDRESS"):
        pytest.skip("BILLING_ADDRESS is not set")  # <- dependency
    assert client.get(1)


def test_no_address(client):
    if "BILLING_ADDRESS" not in os.environ:
        return  # <- dependency
    assert client.get(1)


@pytest.mark.parametrize(
    "name",
    [
        "a",
        pytest.param("b", marks=pytest.mark.skipif(not CLUSTER, reason="cluster")),  # <- skip
        pytest.param("c", marks=[] if CLUSTER else [pytest.mark.skip]),  # <- skip
    ],
)
def test_rows(client, name):
    assert client.find(name)


@pytest.mark.parametrize("size", [1, 2])
def test_match(client, size):
    match MODE:
        case "cluster":
            assert client.count() == size  # <- assertion
        case _:
            pass


def assert_replicated(client, cluster):
    if cluster:
        assert client.replicas() == 3  # <- assertion


def test_helper(client):
    assert client.get(1)
    assert_replicated(client, CLUSTER)


class TestClass:
    cluster = CLUSTER

    def setup_method(self):
        self.client = live("x") if self.cluster else fake()

    def test_one(self):
        if not self.cluster:
            pytest.skip("cluster")  # <- skip
        assert self.client.get(1)

    def test_two(self):
        assert self.client.get(1)

    def test_three(self, request):
        if request.param:
            pytest.skip("other")
        assert self.client.get(1)


if CLUSTER:  # <- selection

    def test_only_in_cluster(client):
        assert client.get(1)


def test_fail(client):
    if MODE not in ("repo", "cluster"):
        pytest.fail("unknown mode")
    assert client.get(1)


def live(address):
    return object()


def fake():
    return object()
