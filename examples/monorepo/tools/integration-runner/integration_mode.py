"""The mode of an integration suite, for harnesses in Python."""

import os

MODES = ("repo", "local", "cluster")


def integration_mode() -> str:
    """Give `repo`, `local` or `cluster`; unset means `repo`, anything else is an error."""
    mode = (os.environ.get("INTEGRATION_MODE") or "repo").lower()
    if mode not in MODES:
        raise ValueError(f"INTEGRATION_MODE must be one of {', '.join(MODES)}, not {mode!r}")
    return mode


def is_cluster() -> bool:
    """Tell whether the suite talks to deployed services."""
    return integration_mode() == "cluster"


def require_env(name: str) -> str:
    """Give a variable that cluster mode needs."""
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"{name} must be set when INTEGRATION_MODE is cluster")
    return value
