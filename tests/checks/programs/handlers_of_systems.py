# judged by ITM204
import os, queue, pytest
from contextlib import suppress
def test_a(tmp_path, c):
    f = tmp_path / "x"
    with suppress(FileNotFoundError):
        f.unlink()
    with suppress(ProcessLookupError):
        proc.kill()
    while True:
        try:
            x = q.get(timeout=1)
        except queue.Empty:
            break
    try:
        import foo
    except ImportError:
        foo = None
    try:
        c.get()
    except grpc.RpcError as e:
        code = e.code()
    try:
        c.get()
    except Exception:
        raise
    try:
        c.get()
    except Exception as e:
        pytest.fail(str(e))
    status = "ok"
    try:
        c.get()
    except E:
        status = "rejected"
    assert status == "rejected"
    try:
        c.get()
    except E:  # <- ITM204
        """expected"""
