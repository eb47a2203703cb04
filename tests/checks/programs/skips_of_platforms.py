# judged by ITM206
import pytest

from .helpers import client


def test_far_dates():
    try:
        moment = client().moment(2**62)
    except OverflowError:
        pytest.skip("time_t is too small here")
    assert moment


def test_encodings():
    try:
        name = client().name("ü")
    except (UnicodeEncodeError, NotImplementedError):
        pytest.skip("the file system has no such names")
    assert name


def test_either():
    try:
        name = client().name("a")
    except (OverflowError, ConnectionError):
        pytest.skip("later")  # <- ITM206
    assert name
