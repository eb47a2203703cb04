import os
import pytest
cluster_only = pytest.mark.skipif(os.environ['INTEGRATION_MODE'] != 'cluster', reason='x')  # <- ITM201
