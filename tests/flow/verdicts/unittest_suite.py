import os
import platform
import unittest

MODE = os.environ["INTEGRATION_MODE"]
MOCK = MODE != "cluster"


class BillingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = fake() if MOCK else live()

    def setUp(self):
        if MOCK:
            self.skipTest("cluster only")  # <- skip

    @unittest.skipIf(MOCK, "cluster only")  # <- skip
    def test_skip_if(self):
        self.assertEqual(self.client.get(1), 1)

    @unittest.skipUnless(MODE == "cluster", "cluster only")  # <- skip
    def test_skip_unless(self):
        self.assertEqual(self.client.get(1), 1)

    @unittest.skipIf(platform.system() == "Windows", "posix")
    def test_platform(self):
        self.assertEqual(self.client.get(1), 1)

    @unittest.skipUnless(os.environ.get("BILLING_URL"), "no url")  # <- dependency
    def test_url(self):
        self.assertEqual(self.client.get(1), 1)

    def test_raise(self):
        if MOCK:
            raise unittest.SkipTest("cluster only")  # <- skip
        self.assertEqual(self.client.get(1), 1)

    def test_arm(self):
        row = self.client.get(1)
        self.assertIsNotNone(row)
        if not MOCK:
            self.assertEqual(row.replicas, 3)  # <- assertion

    def test_expected(self):
        self.assertEqual(self.client.count(), 1 if MOCK else 3)  # <- expectation

    def test_message(self):
        self.assertEqual(self.client.count(), 3, "wrong count")

    def test_mode_itself(self):
        self.assertIn(MODE, ("repo", "local", "cluster"))

    def test_sub(self):
        for name in ("a", "b"):
            with self.subTest(name):
                if MOCK and name == "b":
                    continue  # <- skip
                self.assertTrue(self.client.find(name))

    def test_request(self):
        page = 10 if MOCK else 100
        self.assertEqual(len(self.client.rows(page=page)), 3)


def live():
    return object()


def fake():
    return object()
