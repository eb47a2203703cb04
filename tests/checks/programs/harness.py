# judged as harness by ITM204 ITM205 ITM206 ITM207 ITM208
import contextlib
import os
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest


def pytest_addoption(parser):
    parser.addoption("--ledger-url", default=os.environ.get("LEDGER_URL"))
    parser.addoption("--region", default=os.environ.get("LEDGER_REGION", "eu"))  # <- ITM207


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--slow"):
        for item in items:
            if "slow" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="slow"))


@pytest.fixture(scope="session")
def ledger():
    try:
        urlopen("http://ledger/health")
    except URLError:
        pytest.skip("ledger is not available")  # <- ITM206
    return "http://ledger"


@pytest.fixture(scope="session")
def token():
    value = os.environ.get("LEDGER_TOKEN")
    if not value:
        pytest.fail("LEDGER_TOKEN is required")
    return value


@pytest.fixture
def schema(connection):
    connection.execute("create schema x")
    try:
        yield "x"
    finally:
        with contextlib.suppress(Exception):
            connection.execute("drop schema x")


@pytest.fixture
def quiet(connection):
    with contextlib.suppress(Exception):  # <- ITM204
        connection.execute("create extension x")
    yield connection
    with contextlib.suppress(Exception):
        connection.execute("drop extension x")


def wait_until_up(url, attempts=30):
    for _ in range(attempts):
        with contextlib.suppress(URLError):
            return urlopen(url)
        time.sleep(0.1)
    raise TimeoutError(url)


def is_up(url):
    try:
        urlopen(url)
    except URLError:
        return False
    return True


def read(url):
    try:
        return urlopen(url).read()
    except URLError as error:
        raise AssertionError(url) from error


class Ledger:
    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        try:
            self.stop()
        except OSError:
            pass

    def start(self):
        try:
            self.process.start()
        except OSError:  # <- ITM204
            pass

    def stop(self):
        try:
            self.process.wait()
        except OSError:
            pass
