"""Finishing: what resolving meets that no round came to."""

from __future__ import annotations

from lint430.config import Config
from lint430.flow.solve import Program
from lint430.languages import lower
from lint430.model import File, Role

SOURCE = b"""package demo

import "os"

func live() bool {
	if os.Getenv("REGION") == "eu" {
		return open()
	}
	return os.Getenv("INTEGRATION_MODE") == "cluster"
}

func pick(ask func() bool) int {
	if ask() {
		return 1
	}
	return 2
}

func Use() int { return pick(live) }

func open() bool { return len(os.Args) > 1 }
"""


def test_a_function_first_evaluated_while_resolving_adds_its_branches() -> None:
    file = File("services/demo/src/demo.go", SOURCE, "go", Role.RUNTIME)
    program = Program([(file, lower("go", file.path, SOURCE))], lambda _: Config())
    program.solve()
    for state in program.states.values():
        # As for a function that the limit on rounds left out.
        state.evaluated.clear()
    flow = program.finish()[file.path]
    assert [(b.span.line, b.origin is not None) for b in flow.branches] == [(6, False), (13, True)]
