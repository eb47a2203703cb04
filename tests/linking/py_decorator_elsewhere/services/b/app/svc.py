from .gate import cluster_only

@cluster_only
def send():
    return 1
