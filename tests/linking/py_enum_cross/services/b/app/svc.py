from .mode import Mode, current


def run():
    if current() is Mode.CLUSTER:  # <- ITM101
        return 1
    return 2
