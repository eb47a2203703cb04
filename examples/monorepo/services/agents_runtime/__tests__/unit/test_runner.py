from agents_runtime.model import Agent, Outcome
from agents_runtime.runner import Runner


class Everyone:
    def get(self, id: str) -> Agent:
        return Agent(id, "Be brief.")


class Shelf(dict[str, bytes]):
    def put(self, name: str, data: bytes) -> None:
        self[name] = data


def test_artifacts_are_named_for_agent_and_task():
    shelf = Shelf()

    assert Runner(Everyone(), shelf).run("a", "tidy up") == Outcome("a", "a/tidy-up.txt")
    assert shelf == {"a/tidy-up.txt": b"Be brief.\n\ntidy up\n"}
