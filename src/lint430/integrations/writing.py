"""Writes files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


class WriteError(Exception):
    """A file that cannot be written; the message says which and why."""


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a file so that nobody ever sees a part of it; links are followed, folders made. Raises :class:`WriteError`."""
    target = Path(os.path.realpath(path))
    data = text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
    name = ""
    try:
        if path.exists() and not path.is_file():
            # A pipe or a device, such as /dev/stdout, whose link to a pipe leads to no path.
            path.write_bytes(data)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(prefix=".lint430.", dir=target.parent)
        with open(handle, "wb") as file:
            file.write(data)
        os.chmod(name, mode)
        os.replace(name, target)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise WriteError(f"`{path}` cannot be written: {error.strerror or error}") from None


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
