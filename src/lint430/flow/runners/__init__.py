"""What a runner script does: followed once per mode and per mishap, told as facts that the checks of runners read."""

from lint430.flow.runners.courses import EVENT, JUNIT_PATH, SHARED, Course, Step
from lint430.flow.runners.reading import CLUSTER, REPO, STRICT, TOP, Practices, Runner, expansions, functions, read_runner
from lint430.flow.runners.texts import MARKS as TEXT

__all__ = [
    "CLUSTER", "EVENT", "JUNIT_PATH", "REPO", "SHARED", "STRICT", "TEXT", "TOP", "Course", "Practices", "Runner", "Step", "expansions", "functions", "read_runner",
]  # fmt: skip
