import os
DJANGO_SETTINGS = 1
IS_MOCK = os.environ.get('INTEGRATION_MODE') != 'cluster'
