from .m import *

def run():
    if LIVE:  # <- ITM101
        return 1
    return 2
