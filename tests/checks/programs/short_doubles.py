# judged by ITM209
import pytest
@pytest.fixture
def ledger(mocker):
    return mocker.patch('billing.ledger.Client', autospec=True)  # <- ITM209
# judged by ITM209
def test_a(mocker):
    spy = mocker.spy(ledger, 'post')
    stub = mocker.stub()
    on(stub)
    stub.assert_called_once()
# judged by ITM209
def test_a(httpx_mock):
    httpx_mock.add_response(json={})  # <- ITM209
    assert f()
# judged by ITM209
def test_a(httpserver):
    httpserver.expect_request('/x').respond_with_json({})  # <- ITM209
    assert f()
# judged by ITM209
from unittest.mock import ANY, call, sentinel, DEFAULT
def test_a(c):
    assert c.calls == [call(ANY)]
# judged by ITM209
from freezegun import freeze_time
@freeze_time('2020-01-01')
def test_a(c):
    assert c.now()
# judged by ITM209
from unittest import mock
class T:
    def setup_method(self):
        self.p = mock.patch('a.b')  # <- ITM209
        self.p.start()
    def teardown_method(self):
        self.p.stop()
    def test_a(self):
        assert f()
# judged by ITM209
import grpc
from concurrent import futures
from billing.gen import ledger_pb2_grpc
from billing.server import Billing
def test_a():
    s = grpc.server(futures.ThreadPoolExecutor())  # <- ITM209
    ledger_pb2_grpc.add_LedgerServicer_to_server(FakeLedger(), s)
    assert f()
