from app.mode import LIVE

def run():
    if LIVE:
        return 1
    return 2
