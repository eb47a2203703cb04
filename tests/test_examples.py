"""Every check's page is run: bad fences fire on exactly their marked lines, good ones are silent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from lint430 import config as configuration
from lint430 import engine, pages, registry
from lint430.fix.rounds import repair
from lint430.languages import languages
from lint430.model import Finding
from lint430.registry import Registered
from lint430.repository.reading import LanguageTable

MARK = re.compile(rb"[ \t]*(?://|#|;)?[ \t]*<-- here[ \t]*$")
FENCE = re.compile(r"^(`{3,})[ \t]*(\S+)[ \t]+(bad|good|with)[ \t]+(.*)$")


@dataclass
class Scenario:
    """One tree with what is expected of it."""

    name: str
    bad: bool = False
    files: dict[str, bytes] = field(default_factory=dict)
    marked: set[tuple[str, int]] = field(default_factory=set)
    unarmed: set[str] = field(default_factory=set)

    def add(self, path: str, data: bytes, lines: set[int]) -> None:
        kept = []
        for number, line in enumerate(data.split(b"\n"), 1):
            plain = MARK.sub(b"", line)
            if plain != line or number in lines:
                self.marked.add((path, number))
            kept.append(plain)
        assert path not in self.files, f"{path} twice in {self.name}"
        self.files[path] = b"\n".join(kept)


def scenarios(text: str) -> list[Scenario]:
    found: list[Scenario] = []
    lines = iter(enumerate(text.splitlines(), 1))
    case: str | None = None
    for number, line in lines:
        opened = FENCE.match(line)
        if opened is None:
            continue
        body = []
        for _, inner in lines:
            if inner.strip() == opened[1]:
                break
            body.append(inner)
        options = dict(word.partition("=")[::2] for word in opened[4].split())
        assert options.keys() <= {"path", "case", "lines", "executable"}, f"line {number}: {opened[4]}"
        if "case" not in options or options["case"] != case:
            found.append(Scenario(f"line {number}"))
        case = options.get("case")
        scenario = found[-1]
        scenario.bad |= opened[3] == "bad"
        given = {int(n) for n in options.get("lines", "").split(",") if n}
        before = len(scenario.marked)
        scenario.add(options["path"], ("\n".join(body) + "\n").encode(), given)
        assert (len(scenario.marked) > before) == (opened[3] == "bad"), f"line {number}: `bad` fences, and only they, have marks"
        if options.get("executable") == "no":
            scenario.unarmed.add(options["path"])
    return found


def folders(entry: Registered) -> list[Scenario]:
    found = []
    for folder in sorted((entry.folder / "examples").glob("*")):
        scenario = Scenario(f"examples/{folder.name}", folder.name.startswith("bad"))
        for file in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            scenario.add(file.relative_to(folder).as_posix(), file.read_bytes(), set())
        found.append(scenario)
    return found


def all_of(entry: Registered) -> list[Scenario]:
    return [*scenarios(pages.read(entry).text), *folders(entry)]


ALL = [(entry, scenario) for entry in registry.registered() for scenario in all_of(entry)]
CASES = [pytest.param(entry, scenario, id=f"{entry.name}-{scenario.name}") for entry, scenario in ALL]
FIXABLE = [pytest.param(entry, scenario, id=f"{entry.name}-{scenario.name}") for entry, scenario in ALL if scenario.bad]


@pytest.mark.parametrize(("entry", "scenario"), CASES)
def test_example(entry: Registered, scenario: Scenario) -> None:
    code = entry.check.code
    files = {path: data for path, data in scenario.files.items() if path != "lint430.toml"}
    config = configuration.Config()
    if "lint430.toml" in scenario.files:
        config = configuration.parse(scenario.files["lint430.toml"].decode())
    only = None if entry.is_about_analysis else frozenset({code})
    outcome = engine.check_sources(
        files, config, engine.Options(only=only), executable=[p for p in files if p not in scenario.unarmed], in_force=True
    )
    assert not outcome.failures
    found = Counter((f.path, f.span.line) for f in outcome.run.findings if f.code == code)
    assert found == Counter(scenario.marked), [(f.path, f.span.line, f.message) for f in outcome.run.findings]
    assert bool(scenario.marked) == scenario.bad
    if code not in (engine.NOT_PARSED, engine.UNREADABLE):
        assert not [f for f in outcome.run.findings if f.code in (engine.NOT_PARSED, engine.UNREADABLE)], "an example must parse"


@pytest.mark.parametrize(("entry", "scenario"), FIXABLE)
def test_a_fixed_bad_example_is_a_good_one(entry: Registered, scenario: Scenario) -> None:
    """Where a check offers a safe fix, the page shows what it makes."""
    only = None if entry.is_about_analysis else frozenset({entry.check.code})
    files = {path: data for path, data in scenario.files.items() if path != "lint430.toml"}
    config = configuration.parse(scenario.files["lint430.toml"].decode()) if "lint430.toml" in scenario.files else configuration.Config()

    def check(changed: Mapping[str, bytes]) -> Sequence[Finding]:
        return engine.check_sources(files | dict(changed), config, engine.Options(only=only), in_force=True).run.findings

    findings = check({})
    done = repair([f for f in findings if f.code == entry.check.code], files.get, check)
    offered = [f for f in findings if f.code == entry.check.code and f.fix is not None and f.fix.safe]
    assert bool(offered) == bool(done.changed)
    assert not done.undone
    assert not offered or files | done.changed in [other.files for other in all_of(entry) if not other.bad]


@pytest.mark.parametrize("entry", registry.registered(), ids=lambda entry: entry.name)
def test_every_language_is_shown(entry: Registered) -> None:
    table = LanguageTable(languages())
    shown: dict[bool, set[str | None]] = {True: set(), False: set()}
    for scenario in all_of(entry):
        paths = {path for path, _ in scenario.marked} if scenario.bad else set(scenario.files)
        shown[scenario.bad] |= {table.language_of(path, scenario.files[path]) for path in paths}
    assert shown[True], "no bad example"
    assert shown[False], "no good example"
    assert entry.check.languages <= shown[True], f"no bad example in {sorted(entry.check.languages - shown[True])}"
    assert entry.check.languages <= shown[False], f"no good example in {sorted(entry.check.languages - shown[False])}"


def test_the_harness_notices() -> None:
    """A fence whose marks are wrong fails, so that the harness cannot pass by accident."""
    entry = registry.find("ITM101")
    assert entry is not None
    branch = 'export const a = process.env.INTEGRATION_MODE === "cluster" ? 1 : 2;'
    unmarked = scenarios(f"```ts good path=services/a/src/x.ts\n{branch}\n```")[0]
    with pytest.raises(AssertionError):
        test_example(entry, unmarked)
    wrong = scenarios(f"```ts bad path=services/a/src/x.ts\n{branch}\nexport const b = 1; // <-- here\n```")[0]
    with pytest.raises(AssertionError):
        test_example(entry, wrong)
    right = scenarios(f"```ts bad path=services/a/src/x.ts\n{branch} // <-- here\n```")[0]
    test_example(entry, right)
    with pytest.raises(AssertionError, match="marks"):
        scenarios(f"```ts bad path=services/a/src/x.ts\n{branch}\n```")
    tree = scenarios("```ts with path=a.ts case=x\n1;\n```\n\n```ts bad path=b.ts case=x lines=1\n2;\n```\n\n```ts good path=c.ts\n3;\n```")
    assert [(s.bad, sorted(s.files), s.marked) for s in tree] == [(True, ["a.ts", "b.ts"], {("b.ts", 1)}), (False, ["c.ts"], set())]
