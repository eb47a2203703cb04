from __mocks__.fixtures import ACME, MADE
from helpers import run_workflow
from workflows_runtime.provisioning import STEPS


def test_every_step_makes_something():
    result = run_workflow(ACME)

    assert result.organization == "acme"
    assert result.made == MADE


def test_steps_run_in_order():
    assert tuple(run_workflow(ACME).made) == STEPS
