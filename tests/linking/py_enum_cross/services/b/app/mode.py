import enum, os


class Mode(enum.Enum):
    REPO = "repo"
    CLUSTER = "cluster"


def current() -> Mode:
    return Mode(os.environ["INTEGRATION_MODE"])
