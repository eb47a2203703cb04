import os
__all__ = ['LIVE']
LIVE = os.environ['INTEGRATION_MODE'] == 'cluster'
HIDDEN = LIVE
