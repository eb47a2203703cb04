import os
CONFIG = {'mode': os.environ['INTEGRATION_MODE'], 'port': 1}
