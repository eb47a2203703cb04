import os


class Settings:
    def __init__(self):
        self.mock = os.environ.get("INTEGRATION_MODE") != "cluster"


def get_settings():
    return Settings()
