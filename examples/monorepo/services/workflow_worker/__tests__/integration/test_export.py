import uuid

import pytest
from helpers import open_temporal, run_platform_workflow


def workflow_id() -> str:
    return f"export-{uuid.uuid4()}"


def test_exports_a_model():
    output, states = run_platform_workflow(workflow_id(), ["Ledger", "Billing"])

    assert output == "Billing\nLedger"
    assert states == ["started", "completed"]


def test_an_empty_model_fails():
    temporal = open_temporal()
    workflow = workflow_id()

    with pytest.raises(ValueError, match="the model is empty"):
        temporal.run(workflow, [])

    assert temporal.states(workflow) == ["started", "failed"]
