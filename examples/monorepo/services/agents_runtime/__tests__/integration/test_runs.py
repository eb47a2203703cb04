import pytest
from __mocks__.fixtures import AGENTS, REVIEWER
from agents_runtime.model import Agents, Artifacts, Runtime
from ameide_sdk import RpcError


def test_a_run_keeps_its_transcript(runtime: Runtime, artifacts: Artifacts):
    outcome = runtime.run("reviewer", "check the plan")

    assert outcome.agent == "reviewer"
    assert artifacts.get(outcome.artifact).decode().startswith(REVIEWER.instructions)


def test_an_unknown_agent_is_refused(runtime: Runtime):
    with pytest.raises(RpcError, match="no agent poet") as caught:
        runtime.run("poet", "write")

    assert caught.value.code == "not_found"


@pytest.mark.parametrize("name", sorted(AGENTS))
def test_every_agent_has_instructions(agents: Agents, name: str):
    assert agents.get(name).instructions
