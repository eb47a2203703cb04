# judged by ITM209
from unittest import mock
from unittest.mock import MagicMock, patch, AsyncMock, Mock
import respx, responses, httpx
from http.server import HTTPServer, BaseHTTPRequestHandler
import grpc
from concurrent import futures
from billing.server import BillingServicer
from services.billing.__mocks__ import client as mocks
from ...__mocks__.client import FakeLedger
def test_a(mocker, monkeypatch):
    mocker.patch("billing.client.get")  # <- ITM209
    monkeypatch.setattr(billing, "client", lambda: 1)  # <- ITM209
    monkeypatch.setattr(billing, "TIMEOUT", 1)
    monkeypatch.setattr(billing, "client", FakeLedger())
    monkeypatch.setenv("A", "b")
    m = MagicMock()  # <- ITM209
    m.get.return_value = 1
    m.put = MagicMock(return_value=1)
    with patch("x", return_value=MagicMock()) as p:  # <- ITM209
        assert p.called
    cb = Mock()
    subscribe(cb)
    cb.assert_called_once()
    with mock.patch.dict("os.environ", {}):
        pass
@respx.mock
def test_b():
    respx.get("https://x").mock(return_value=httpx.Response(200))  # <- ITM209
    assert x()
@responses.activate  # <- ITM209
def test_b2():
    assert x()
@patch("a.b")  # <- ITM209
def test_c(b):
    server = HTTPServer(("", 0), Handler)  # <- ITM209
    s1 = grpc.server(futures.ThreadPoolExecutor())
    add_BillingServicer_to_server(BillingServicer(), s1)
    s2 = grpc.server(futures.ThreadPoolExecutor())  # <- ITM209
    add_LedgerServicer_to_server(LocalFake(), s2)
