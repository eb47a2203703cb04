# judged by ITM204
import contextlib, asyncio, pytest, logging
log = logging.getLogger(__name__)
@pytest.fixture
def client():
    c = make()
    yield c
    try:
        c.delete("a")
    except Exception:
        pass

def test_a(client):
    try:
        client.get()
    except (A, B):  # <- ITM204
        ...
    try:
        client.get()
    except Exception as e:  # <- ITM204
        log.warning("x %s", e)
        print(e)
    rows = None
    try:
        rows = client.rows()
    except ValueError:  # <- ITM204
        rows = []
    assert rows == []
    try:
        client.get("x")
        pytest.fail("no")
    except NotFound:
        pass
    try:
        client.get("x")
    except NotFound:
        pass
    else:
        raise AssertionError
    with contextlib.suppress(NotFound):  # <- ITM204
        client.delete("b")
    with pytest.raises(X):
        client.x()
    raised = False
    try:
        client.y()
    except X:
        raised = True
    assert raised
    try:
        client.z()
    except X as e:
        assert e.code == 3
    try:
        client.close()
    except X:
        pass

async def test_b():
    task = asyncio.create_task(x())
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        pass
    with contextlib.suppress(asyncio.CancelledError):
        await task
    try:
        x()
    finally:
        try:
            y()
        except E:
            pass
    try:
        x()
    except E as e:
        err = e
    assert err.code
    for i in range(3):
        try:
            await ping()
            break
        except E:
            pass
    for i in items:
        try:
            await ping(i)
        except E:  # <- ITM204
            continue
    try:
        a()
    except E:
        return
    assert q

def test_c():
    try:
        assert_ok(a())
    except E:  # <- ITM204
        return

def find(client):
    try:
        return client.get()
    except NotFound:
        return None

def wait_ready():
    deadline = 3
    while time.time() < deadline:
        try:
            ping()
            return
        except E:
            pass
        time.sleep(1)
    raise X

def seed():
    try:
        put()
    except Conflict:  # <- ITM204
        pass
def _drop(c):
    try:
        c.drop()
    except E:
        pass
class TestX(unittest.TestCase):
    def tearDown(self):
        _drop(self.c)
        self._wipe()
    def _wipe(self):
        try:
            self.c.drop()
        except E:
            pass
    def test_q(self):
        try:
            self.c.get()
        except E:  # <- ITM204
            self.skip = None
            pass
        try:
            self.c.get()
        except E:
            self.fail("x")
