import os

LIVE = os.environ["INTEGRATION_MODE"] == "cluster"
