import os
from functools import cached_property

class Conf:
    @cached_property
    def live(self):
        return os.environ['INTEGRATION_MODE'] == 'cluster'

conf = Conf()
