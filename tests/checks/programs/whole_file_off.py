# judged by ITM212
import pytest
pytestmark = [pytest.mark.asyncio, pytest.mark.skip(reason="x")]
async def test_a(c): await c.get()
