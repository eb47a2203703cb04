# judged by ITM204 ITM205 ITM206 ITM207 ITM208 ITM209 ITM212
import asyncio
import json
import logging
import os
import shutil
import socket
import subprocess
import time
import uuid
from contextlib import ExitStack, suppress
from pathlib import Path
from unittest import IsolatedAsyncioTestCase, mock

import grpc
import httpx
import pytest
from testcontainers.postgres import PostgresContainer

from .harness import billing_client, expect_invoice, open_channel

logger = logging.getLogger(__name__)


@pytest.fixture(scope="module")
def channel():
    channel = open_channel()
    yield channel
    try:
        channel.close()
    except grpc.RpcError:
        pass


@pytest.fixture
def order(client):
    created = client.create_order(sku="a")
    yield created
    with suppress(grpc.RpcError):
        client.delete_order(created.id)


@pytest.fixture
def seeded(client, request):
    ids = [client.put(n) for n in range(3)]

    def remove():
        for one in ids:
            try:
                client.delete(one)
            except httpx.HTTPError:
                logger.warning("left %s", one)

    request.addfinalizer(remove)
    return ids


@pytest.fixture
def warmed(client):
    try:
        client.warm_up()
    except Exception:  # <- ITM204
        logger.exception("warm-up failed")
    return client


def test_creates_an_order(client):
    response = client.create_order(sku="a")
    assert response.id


def test_lists_orders(client, order):  # <- ITM212
    orders = client.list_orders()
    logger.info("got %d orders", len(orders))


def test_lists_orders_and_prints(client):  # <- ITM212
    for one in client.list_orders():
        print(one.id)


def test_rejects_an_unknown_sku(client):
    try:
        client.create_order(sku="?")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.NOT_FOUND
    else:
        pytest.fail("accepted")


def test_rejects_an_empty_sku(client):
    error = None
    try:
        client.create_order(sku="")
    except grpc.RpcError as caught:
        error = caught
    assert error is not None


def test_tolerates_a_second_delete(client, order):
    client.delete_order(order.id)
    try:
        client.delete_order(order.id)
    except grpc.RpcError as error:  # <- ITM204
        logger.info("second delete: %s", error)
    assert client.list_orders() == []


def test_status_is_eventually_paid(client, order):
    deadline = time.monotonic() + 5
    status = None
    while time.monotonic() < deadline:
        try:
            status = client.status(order.id)
        except grpc.RpcError:
            status = None
        if status == "PAID":
            break
        time.sleep(0.1)
    assert status == "PAID"


def test_code_of_a_missing_order(client):
    status = 200
    try:
        client.order("missing")
    except httpx.HTTPStatusError as error:
        status = error.response.status_code
    assert status == 404


def test_reads_json_or_not(client):
    try:
        body = json.loads(client.raw())
    except json.JSONDecodeError:  # <- ITM204
        body = {}
    assert body.get("id")


def test_is_alive(client):
    alive = True
    try:
        client.ping()
    except ConnectionError:
        alive = False
    assert alive


async def test_stops_when_cancelled(client):
    task = asyncio.ensure_future(client.watch())
    await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()


async def test_times_out(client):
    with suppress(asyncio.TimeoutError):  # <- ITM204
        await asyncio.wait_for(client.watch(), 0.1)
    assert client.closed


async def test_gathers(client):
    results = await asyncio.gather(client.a(), client.b(), return_exceptions=True)
    assert all(not isinstance(result, Exception) for result in results)


def test_writes_a_file(client, tmp_path):
    target = tmp_path / "export.csv"
    client.export(target)
    try:
        assert target.read_text().startswith("id,")
    finally:
        with suppress(FileNotFoundError):
            target.unlink()


class TestOrders(IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.client = await billing_client()

    async def asyncTearDown(self):
        try:
            await self.client.wipe()
        except Exception:
            logger.exception("wipe")

    async def test_paid(self):
        self.assertEqual((await self.client.order("1")).status, "PAID")

    async def test_refunded(self):  # <- ITM212
        await self.client.refund("1")

    async def test_invoice(self):
        expect_invoice(await self.client.invoice("1"))

    async def test_not_written(self):
        self.skipTest("needs refunds")  # <- ITM205

    async def test_needs_a_token(self):
        if not os.environ.get("BILLING_TOKEN"):
            self.skipTest("no token")  # <- ITM206
        self.assertTrue(await self.client.refunds())

    async def test_needs_a_server(self):
        try:
            await self.client.ping()
        except ConnectionError:
            self.skipTest("server is down")  # <- ITM206
        self.assertTrue(await self.client.refunds())


@pytest.mark.skip(reason="flaky since the move")  # <- ITM205
def test_flaky(client):
    client.move()


@pytest.mark.xfail(strict=True, reason="bug 12")  # <- ITM205
def test_known_bug(client):
    assert client.bug()


@pytest.mark.skipif(not Path("/var/run/docker.sock").exists(), reason="docker is not running")  # <- ITM206
def test_container(client):
    with PostgresContainer() as container:
        assert client.migrate(container.get_connection_url())


@pytest.mark.skipif(shutil.which("psql") is None, reason="psql not installed")  # <- ITM206
def test_psql(client):
    assert subprocess.run(["psql", "-c", "select 1"]).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_signals(client):
    assert client.signal()


@pytest.mark.skipif("CI" not in os.environ, reason="slow")  # <- ITM206
def test_slow(client):
    assert client.slow()


@pytest.mark.usefixtures("order")
@pytest.mark.parametrize("sku", ["a", pytest.param("b", marks=pytest.mark.skip("later"))])  # <- ITM205
def test_each(client, sku):
    assert client.order(sku)


def test_port_is_open():
    probe = socket.socket()
    if probe.connect_ex(("localhost", 5432)) != 0:
        pytest.skip("database not reachable")  # <- ITM206
    assert probe


def test_empty_page_is_skipped(client):
    rows = client.rows()
    if not rows:
        pytest.skip("nothing to compare")
    assert rows[0].id


def test_with_a_clock(monkeypatch, client):
    monkeypatch.setenv("BILLING_REGION", "eu")
    monkeypatch.setattr(client, "retries", 3)
    assert client.retry() == 3


def test_replaces_the_ledger(monkeypatch, client):
    monkeypatch.setattr("billing.ledger.post", lambda entry: None)  # <- ITM209
    assert client.pay().ok


def test_patches_an_object(client):
    with mock.patch.object(client, "post", autospec=True) as post:  # <- ITM209
        client.pay()
    post.assert_called_once()


def test_patches_several(client):
    with ExitStack() as stack:
        stack.enter_context(mock.patch("billing.ledger.post"))  # <- ITM209
        stack.enter_context(mock.patch("billing.ledger.get"))  # <- ITM209
        assert client.pay().ok


def test_notifies(client):
    listener = mock.Mock()
    client.subscribe(listener)
    client.pay()
    listener.assert_called_with("paid")


def test_uses_a_fake_client():
    ledger = mock.create_autospec(LedgerClient)  # <- ITM209
    ledger.post.return_value = True
    assert pay(ledger)


def test_transport():
    transport = httpx.MockTransport(lambda request: httpx.Response(200))  # <- ITM209
    assert pay(httpx.Client(transport=transport))


URL = os.environ["BILLING_URL"]
PORT = int(os.environ.get("BILLING_PORT", "8080"))  # <- ITM207
TOKEN = os.getenv("BILLING_TOKEN", default="dev-token")  # <- ITM207
HOST = os.environ.get("BILLING_HOST") or os.environ.get("HOST_IP")  # <- ITM208
RUN_ID = os.environ.get("BILLING_RUN_ID") or uuid.uuid4().hex
MODE = os.environ.get("INTEGRATION_MODE", "repo")
OTHER = os.environ.get("INTEGRATION_MODE", "mock")  # <- ITM207
TIMEOUT = float(os.environ.get("PYTEST_TIMEOUT", "30"))
DEBUG = os.environ.get("BILLING_DEBUG", "") == "1"
if "BILLING_REGION" not in os.environ:
    os.environ["BILLING_REGION"] = "eu-west-1"  # <- ITM207
first = next(filter(None, map(os.environ.get, ("BILLING_A", "BILLING_B"))))  # <- ITM208
