# judged by ITM212
def test_a(c, data_regression): data_regression.check(c.get())
def test_b(c): assert_that(c.get()).is_equal_to(1)
def test_c(c, verify): verify(c.get())
def test_d(c):
    result = c.get()
    if result.bad:
        raise AssertionError(result)
class TestX:
    def test_e(self, c): self.check(c.get())
    def check(self, r): assert r
class TestY(Base):
    def test_f(self): self.assert_ok(self.c.get())
    def test_g(self): self.c.get()  # <- ITM212
    def test_h(self): self.verify_all()
# judged by ITM212
def _test_copy_into_container(client):
    assert client.read() == 1


def start_container(client):
    assert client.start() == 1
    return client


def test_copied(client):
    _test_copy_into_container(client)


def test_started(client):  # <- ITM212
    start_container(client)
