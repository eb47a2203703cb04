import os
from functools import partial

from .lib import charge, hop, scale

first = hop(os.environ["INTEGRATION_MODE"])
second = scale(os.environ["INTEGRATION_MODE"])
third = partial(charge, os.environ["INTEGRATION_MODE"])
