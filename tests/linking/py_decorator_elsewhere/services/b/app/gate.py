import functools, os

def cluster_only(fn):
    @functools.wraps(fn)
    def inner(*a, **k):
        if os.environ['INTEGRATION_MODE'] != 'cluster':  # <- ITM101
            return None
        return fn(*a, **k)
    return inner
