import os
MODE = os.getenv('INTEGRATION_MODE', 'repo')
DEBUG = False
