"""Reporters: one module per format, each with ``render(run: Run, options: Options) -> str``. A folder is the registry."""
