# judged by ITM204 ITM205 ITM206 ITM207 ITM208 ITM209 ITM212
import contextlib
import os
import platform
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from unittest.mock import ANY, AsyncMock, MagicMock, Mock, call, patch, sentinel

import boto3
import fakeredis
import pytest
import requests
import responses
import tenacity
from moto import mock_aws
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from syrupy.assertion import SnapshotAssertion

from ...__mocks__.client import FakeClock, FakeLedger, ledger_responses
from ledger.client import Ledger

from . import steps
from .steps import check_balance, create_account, start_server


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="LEDGER_")

    url: str
    user: str = "admin"  # <- ITM207
    password: str = Field("secret", alias="LEDGER_PASSWORD")  # <- ITM207
    retries: int = 3  # <- ITM207
    proxy: str | None = None
    labels: list[str] = Field(default_factory=list)


@dataclass
class Options:
    url: str = field(default_factory=lambda: os.environ["LEDGER_URL"])
    region: str = os.environ.get("LEDGER_REGION", "eu")  # <- ITM207


def base_url() -> str:
    try:
        return os.environ["LEDGER_BASE_URL"]
    except KeyError as error:
        raise RuntimeError("LEDGER_BASE_URL is required") from error


def token() -> str:
    value = os.environ.get("LEDGER_TOKEN")
    if value is None:
        value = os.environ["LEDGER_API_KEY"]  # <- ITM208
    return value


def optional(name: str) -> str | None:
    return os.environ.get(name)


def workers() -> int:
    return int(os.environ.get("LEDGER_WORKERS") or 1)  # <- ITM207


@pytest.fixture
def server() -> Iterator[str]:
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(start_server())
        yield server.url


@pytest.fixture(autouse=True)
def region(monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.delenv("LEDGER_TOKEN", raising=False)
    monkeypatch.setitem(os.environ, "LEDGER_MODE", "x")


@pytest.fixture
def closed(client):
    yield client
    client.close()
    try:
        client.close()
    except Exception:
        pass


def pytest_runtest_teardown(item):
    try:
        item.client.close()
    except Exception:
        pass


def test_balance(server, snapshot: SnapshotAssertion):
    assert requests.get(server).json() == snapshot


def test_balance_is_checked_elsewhere(server):
    check_balance(requests.get(server).json())


def test_balance_is_checked_by_a_module(server):
    steps.verify_balance(server)


def test_account_is_created(server):  # <- ITM212
    create_account(server)


def test_answers(server):  # <- ITM212
    response = requests.get(server)
    print(response.status_code)


def test_raises_for_status(server):
    requests.get(server).raise_for_status()


def test_raises_by_hand(server):
    response = requests.get(server)
    if response.status_code != 200:
        raise ValueError(response.text)


def test_asserts_in_a_loop(server):
    for account in requests.get(server).json():
        assert account["id"]


def test_asserts_in_a_closure(server):
    def has_id(account):
        assert account["id"]

    for account in requests.get(server).json():
        has_id(account)


def test_only_a_message(server):  # <- ITM212
    requests.get(server)
    assert True, "reached"


def test_walks_the_error(client):
    with pytest.raises(ValueError) as caught:
        client.post(-1)
    assert caught.value.args


def test_goes_on_after_an_error(client):
    for amount in (1, -1):
        try:
            client.post(amount)
        except ValueError:  # <- ITM204
            print("refused")
    assert client.balance() == 1


def test_counts_errors(client):
    refused = 0
    for amount in (1, -1):
        try:
            client.post(amount)
        except ValueError:
            refused += 1
    assert refused == 1


def test_collects_errors(client):
    errors = []
    for amount in (1, -1):
        try:
            client.post(amount)
        except ValueError as error:
            errors.append(str(error))
    assert errors == ["negative"]


def test_ignores_everything(client):
    with contextlib.suppress(Exception):  # <- ITM204
        client.post(-1)
    assert client.balance() == 0


def test_ignores_in_a_helper(client):
    post_quietly(client)
    assert client.balance() == 0


def post_quietly(client):
    try:
        client.post(-1)
    except (ValueError, TypeError):  # <- ITM204
        pass


@tenacity.retry(stop=tenacity.stop_after_attempt(3))
def post_until_accepted(client):
    client.post(1)


def test_retries(client):
    post_until_accepted(client)
    assert client.balance() == 1


def test_reads_until_the_end(client):
    rows = client.rows()
    seen = []
    while True:
        try:
            seen.append(next(rows))
        except StopIteration:
            break
    assert len(seen) == 3


def test_kills(client):
    client.process.send_signal(signal.SIGTERM)
    try:
        client.process.wait(timeout=5)
    except TimeoutError:
        client.process.kill()
    assert client.process.returncode == -signal.SIGTERM


@pytest.mark.skipif(sys.version_info < (3, 12), reason="needs 3.12")
@pytest.mark.skipif(platform.machine() == "arm64", reason="no image")
def test_platform(client):
    assert client.balance() == 0


@pytest.mark.skipif(not os.getenv("LEDGER_URL"), reason="LEDGER_URL is not set")  # <- ITM206
def test_needs_a_url(client):
    assert client.balance() == 0


boto = pytest.importorskip("boto3")  # <- ITM206

needs_ledger = pytest.mark.skipif(not steps.is_reachable("ledger"), reason="no ledger")  # <- ITM206


@needs_ledger
def test_needs_a_ledger(client):
    assert client.balance() == 0


@pytest.mark.skip  # <- ITM205
class TestOff:
    def test_off(self, client):
        client.off()


@pytest.mark.xfail(raises=NotImplementedError)  # <- ITM205
def test_not_yet(client):
    client.not_yet()
    assert client.done


def test_aborts(client):
    pytest.xfail("known")  # <- ITM205


@mock_aws  # <- ITM209
def test_bucket(client):
    boto3.client("s3").create_bucket(Bucket="a")
    assert client.export("a")


@responses.activate
def test_http(client):
    responses.add(responses.GET, "http://ledger/x", json={})  # <- ITM209
    responses.add(responses.GET, "http://ledger/y", json={})  # <- ITM209
    assert client.x() == {}


@responses.activate
def test_shared_http(client):
    ledger_responses()
    assert client.x() == {}


@patch("ledger.client.now", FakeClock())
def test_shared_clock(client):
    assert client.now() == 0


@patch.dict(os.environ, {"LEDGER_REGION": "eu"})
def test_environment(client):
    assert client.region == "eu"


@patch("ledger.client.post", new_callable=AsyncMock)  # <- ITM209
async def test_async(post, client):
    await client.pay()
    post.assert_awaited_once_with(ANY, amount=1)


def test_redis(client):
    client.cache = fakeredis.FakeRedis()  # <- ITM209
    assert client.cached() is None


def test_shared_ledger(client):
    client.ledger = FakeLedger()
    assert client.balance() == 0


def test_calls_back(client):
    on_paid, on_failed = Mock(), Mock()
    client.pay(on_paid, on_failed)
    assert on_paid.mock_calls == [call(sentinel.order)]
    on_failed.assert_not_called()


def test_imitates(client):
    ledger = MagicMock(spec=Ledger)  # <- ITM209
    ledger.balance.return_value = 3
    assert client.with_ledger(ledger).balance() == 3


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")


def test_serves(client):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)  # <- ITM209
    Thread(target=server.serve_forever, daemon=True).start()
    assert client.get(server.server_port) == {}
