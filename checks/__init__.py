"""The checks: one folder each. A folder is the registry."""
