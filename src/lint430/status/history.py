"""The recorded history: one line of JSON per commit with its day and metrics. Texts in, texts out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lint430.status.measure import Status

PLACE = ".lint430/history.jsonl"
"""Where the history lies, from the repository root."""


class HistoryError(Exception):
    """A history that cannot be read; the message names the line."""


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the history."""

    commit: str
    """The commit."""
    date: str
    """Its day."""
    metrics: Mapping[str, int]
    """The numbers then; an older line may lack some."""


def points(text: str) -> list[Point]:
    """Read a history, in the order of its lines. Raises :class:`HistoryError`."""
    return [_point(line, text) for line in text.splitlines() if line.strip()]


def recorded(text: str, status: Status) -> str:
    """Give the history with a status in it: its commit's line replaced, or a line added at the end. Raises :class:`HistoryError`."""
    if status.commit is None or status.date is None:
        raise HistoryError("there is no commit to record: the history holds one line per commit")
    line = json.dumps({"commit": status.commit, "date": status.date, "metrics": dict(status.metrics)})
    lines = [one for one in text.splitlines() if one.strip()]
    known = [_point(one, text).commit for one in lines]
    if status.commit in known:
        lines[known.index(status.commit)] = line
    else:
        lines.append(line)
    return "".join(f"{one}\n" for one in lines)


def _point(line: str, text: str) -> Point:
    try:
        found: Any = json.loads(line)
        commit, date, metrics = found["commit"], found["date"], found["metrics"]
        if isinstance(commit, str) and isinstance(date, str) and all(type(value) is int for value in metrics.values()):
            return Point(commit, date, metrics)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass
    number = text.splitlines().index(line) + 1
    raise HistoryError(f"{PLACE}:{number}: no line of a history: it must be an object with `commit`, `date` and `metrics`")
