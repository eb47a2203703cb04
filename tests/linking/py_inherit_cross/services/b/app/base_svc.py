import os


class Service:
    def __init__(self):
        self.live = os.environ["INTEGRATION_MODE"] == "cluster"
