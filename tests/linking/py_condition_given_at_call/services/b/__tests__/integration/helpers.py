import pytest

def skip_when(cond):
    if cond:
        pytest.skip('no')
