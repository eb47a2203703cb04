# judged by ITM204
import anyio, asyncio
async def test_a(c):
    t = asyncio.create_task(c.x())
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        pass
    assert t.cancelled()
# judged by ITM204
import asyncio
async def test_a(c):
    try:
        await c.x()
    except asyncio.CancelledError:  # <- ITM204
        pass
    assert c
