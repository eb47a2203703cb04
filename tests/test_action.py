"""The GitHub Action: its metadata, and its steps run by bash as the runner does, with nothing in the environment but what a runner gives."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from lint430.integrations.hosts import SUMMARY_LIMIT
from lint430.reporters import formats

ROOT = Path(__file__).parent.parent
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
SCRIPTS = [step for step in STEPS if "run" in step]
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
HOSTILE = "\"; touch pwned; $(touch pwned) `touch pwned` ${IFS} && touch pwned # ' * ~ \\"


def schema(name: str) -> Any:
    return json.loads(resources.files("check_jsonschema").joinpath("builtin_schemas", "vendor", f"{name}.json").read_text())


def named(step: dict[str, Any]) -> str:
    return str(step["name"])


# --- what it says ------------------------------------------------------------------------------------------------------------------


def test_the_metadata_is_valid() -> None:
    jsonschema.validate(ACTION, schema("github-actions"))


@pytest.mark.parametrize("step", SCRIPTS, ids=named)
def test_scripts_take_values_from_the_environment_only(step: dict[str, Any]) -> None:
    assert "${{" not in step["run"]
    for name in step["env"]:
        assert re.search(rf"\$\{{{name}\}}", step["run"]), f"{name} is given and not used"


def test_every_input_is_used() -> None:
    used = {name for step in STEPS for value in step.get("env", {}).values() for name in re.findall(r"inputs\.([\w-]+)", value)}
    assert used == set(ACTION["inputs"])


@pytest.mark.parametrize("step", SCRIPTS, ids=named)
def test_shellcheck_finds_nothing(step: dict[str, Any]) -> None:
    tool = shutil.which("shellcheck")
    if tool is None:
        assert not os.environ.get("CI"), "CI has shellcheck"
        pytest.skip("shellcheck is not installed")
    done = subprocess.run([tool, "--shell=bash", "-"], input=step["run"], capture_output=True, text=True)
    assert done.stdout == ""
    assert done.returncode == 0


def test_actions_of_others_are_pinned_with_a_reason() -> None:
    lines = [line.strip() for line in (ROOT / "action.yml").read_text().splitlines() if "uses:" in line]
    assert len(lines) == 1
    assert re.fullmatch(r"uses: github/codeql-action/upload-sarif@v\d+ # .+", lines[0])


# --- what it does ------------------------------------------------------------------------------------------------------------------

PYTHON = """\
#!{python}
import json, os, pathlib, sys
record = pathlib.Path({record!r})
said = sys.argv[1:]
if said[0] == "-c":
    sys.exit({old})
with record.open("a") as file:
    file.write(json.dumps(said) + "\\n")
if said[:2] == ["-m", "venv"]:
    folder = pathlib.Path(said[2], "bin")
    folder.mkdir(parents=True)
    for name, text in (("python", pathlib.Path(__file__).read_text()), ("lint430", {tool!r})):
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
"""
TOOL = """\
#!{python}
import json, pathlib, sys
with pathlib.Path({record!r}).open("a") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
for word in sys.argv:
    if word.startswith("sarif:"):
        pathlib.Path(word[6:]).write_text("{{}}")
print("::error file=ä.ts,line=1::Wrong")
sys.exit({code})
"""


@dataclass
class Job:
    """One use of the action in a scratch workspace."""

    folder: Path
    inputs: dict[str, str] = field(default_factory=dict)
    event: dict[str, str] = field(default_factory=dict)
    """The `github` context beyond the action's path."""
    uploaded: str = "success"
    """What the upload would come to."""
    action: Path = ROOT
    extra: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    shown: str = ""
    said: str = ""
    code: int = 0

    def value(self, name: str) -> str:
        """Look a name of an expression up."""
        first, _, rest = name.partition(".")
        if first == "inputs":
            return self.inputs.get(rest, str(ACTION["inputs"][rest]["default"]))
        if first == "github":
            return str(self.action) if rest == "action_path" else self.event.get(rest, "")
        step, kind, *more = rest.split(".")
        assert first == "steps"
        return self.outputs.get(step, {}).get(more[0], "") if kind == "outputs" else self.outcomes.get(step, "")

    def holds(self, condition: str) -> bool:
        """Decide an `if`: names, texts, `==`, `!=`, `&&`, `||` and brackets mean the same here, but for their spelling."""
        python = re.sub(r"'[^']*'|[a-z][\w.-]*", lambda f: f[0] if f[0][0] == "'" else repr(self.value(f[0])), condition)
        return bool(eval(python.replace("&&", " and ").replace("||", " or "), {}))

    def run(self) -> Job:
        """Run every step until one fails."""
        workspace = self.folder / "workspace"
        workspace.mkdir(exist_ok=True)
        (self.folder / "temp").mkdir(exist_ok=True)
        for number, step in enumerate(STEPS):
            key = step.get("id", str(number))
            if self.code or not self.holds(step.get("if", "'always'")):
                self.outcomes[key] = "skipped"
                continue
            if "run" not in step:
                self.outcomes[key] = self.uploaded
                assert self.uploaded == "success" or step["continue-on-error"] is True
                continue
            output, script = self.folder / f"output{number}", self.folder / f"step{number}.sh"
            output.touch()
            script.write_text(step["run"])
            given = {name: EXPRESSION.sub(lambda f: self.value(f[1]), text) for name, text in step["env"].items()}
            runner = {
                "PATH": os.environ["PATH"],
                "HOME": str(self.folder),
                "GITHUB_ACTIONS": "true",
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
                "GITHUB_WORKSPACE": str(workspace),
                "RUNNER_TEMP": str(self.folder / "temp"),
            }
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
                cwd=workspace,
                env={**runner, **self.extra, **given},
                capture_output=True,
                text=True,
            )
            self.shown += done.stdout
            self.said += done.stderr
            self.code = done.returncode
            self.outcomes[key] = "failure" if self.code else "success"
            self.outputs[key] = dict(line.split("=", 1) for line in output.read_text().splitlines())
        return self


@dataclass
class Bench:
    """Makes jobs whose interpreter and linter only write down what they are asked."""

    folder: Path

    def job(self, code: int = 0, *, old: bool = False, **more: Any) -> Job:
        record = str(self.folder / "record")
        tool = TOOL.format(python=sys.executable, record=record, code=code)
        python = self.folder / "bin" / "python3"
        python.parent.mkdir(exist_ok=True)
        python.write_text(PYTHON.format(python=sys.executable, record=record, tool=tool, old=int(old)))
        python.chmod(python.stat().st_mode | stat.S_IXUSR)
        inputs = {"python": str(python), **more.pop("inputs", {})}
        return Job(self.folder, inputs, **more).run()

    def calls(self) -> list[list[str]]:
        return [json.loads(line) for line in (self.folder / "record").read_text().splitlines()]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_by_default(bench: Bench) -> None:
    job = bench.job()
    assert job.code == 0
    folder = job.outputs["install"]["folder"]
    venv, pip, check = bench.calls()
    assert venv == ["-m", "venv", f"{folder}/venv"]
    assert pip == ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(ROOT)]
    assert check == [
        *("check", "--format", "github", "--fail-on", "error"),
        *("--output", f"sarif:{folder}/results.sarif", "--sarif-category", "lint430", "--"),
    ]
    assert job.outputs["check"] == {"exit-code": "0", "sarif-file": f"{folder}/results.sarif"}
    assert folder.startswith(str(bench.folder / "temp"))


def test_every_input_arrives(bench: Bench) -> None:
    inputs = {
        "paths": "services/a b\r\n\n-odd\n*",
        "version": "1.2.0rc1",
        "config": "ci/lint 430.toml",
        "fail-on": "warning",
        "args": "--ignore ITM209\n  --no-cross-file *",
        "sarif": "false",
        "category": "unused",
    }
    bench.job(inputs=inputs)
    _, pip, check = bench.calls()
    assert pip[-1] == "lint430==1.2.0rc1"
    assert check == [
        *("check", "--format", "github", "--fail-on", "warning", "--config", "ci/lint 430.toml"),
        *("--ignore", "ITM209", "--no-cross-file", "*", "--", "services/a b", "-odd", "*"),
    ]


@pytest.mark.parametrize("code", [1, 2, 3, 4])
def test_the_exit_code_comes_last(bench: Bench, code: int) -> None:
    job = bench.job(code)
    assert job.outcomes["upload"] == "success", "what was found is uploaded first"
    assert (job.outcomes["check"], job.code, job.outputs["check"]["exit-code"]) == ("success", code, str(code))


def test_what_is_uploaded_is_not_annotated_again(bench: Bench) -> None:
    stop, line, resume = bench.job(1).shown.splitlines()
    assert stop == f"::stop-commands::{resume.strip(':')}"
    assert re.fullmatch(r"::[0-9a-f]{32}::", resume)
    assert line == "::error file=ä.ts,line=1::Wrong"


FORK = {"event_name": "pull_request", "repository": "o/r", "event.pull_request.head.repo.full_name": "stranger/r"}


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ({"uploaded": "failure"}, "failure"),
        ({"event": FORK}, "skipped"),
        ({"event": {**FORK, "event.pull_request.head.repo.full_name": ""}}, "skipped"),
        ({"inputs": {"sarif": "false"}}, "skipped"),
    ],
    ids=["refused", "fork", "deleted fork", "switched off"],
)
def test_what_cannot_be_uploaded_is_annotated(bench: Bench, more: dict[str, Any], outcome: str) -> None:
    job = bench.job(1, **more)
    assert job.outcomes["upload"] == outcome
    assert job.shown == "::error file=ä.ts,line=1::Wrong\n"
    assert job.code == 1


def test_annotations_are_utf_8_on_every_system(bench: Bench) -> None:
    """A Windows runner's Python writes files in the system's own encoding; bash and the runner read UTF-8."""
    job = bench.job(extra={"PYTHONIOENCODING": "cp1252"}, inputs={"sarif": "false"})
    assert job.shown == "::error file=ä.ts,line=1::Wrong\n"


def test_a_pull_request_of_the_repository_itself_uploads(bench: Bench) -> None:
    assert bench.job(event={**FORK, "event.pull_request.head.repo.full_name": "o/r"}).outcomes["upload"] == "success"


@pytest.mark.parametrize("name", ["paths", "config", "fail-on", "category", "args"])
def test_hostile_values_are_only_values(bench: Bench, name: str) -> None:
    bench.job(inputs={name: HOSTILE})
    check = bench.calls()[-1]
    assert HOSTILE.split() == check[6 + 3 : -1] if name == "args" else HOSTILE in check
    assert not list(bench.folder.rglob("pwned"))


@pytest.mark.parametrize("version", [HOSTILE, "1.0 --index-url=x", "1.0\n--pre", "@ https://evil/x.whl", "-r x", "1.0;x"])
def test_a_version_is_a_version(bench: Bench, version: str) -> None:
    job = bench.job(inputs={"version": version})
    assert job.code == 2
    assert "is not a version" in job.shown
    assert not (bench.folder / "record").exists()
    assert not list(bench.folder.rglob("pwned"))


def test_an_interpreter_that_is_too_old_or_absent(bench: Bench) -> None:
    assert "must name a Python 3.11" in bench.job(old=True).shown
    job = bench.job(inputs={"python": HOSTILE})
    assert (job.code, "must name a Python 3.11" in job.shown) == (2, True)
    assert not list(bench.folder.rglob("pwned"))


def test_the_whole_way(tmp_path: Path) -> None:
    """Nothing is played here but the upload: lint430 is installed from what git tracks, and judges a repository."""
    checkout = tmp_path / "checkout"
    for path in subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0"):
        if path and not path.startswith(("tests/", "examples/")):
            (checkout / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, checkout / path)
    source = tmp_path / "workspace" / "src" / "limit.ts"
    source.parent.mkdir(parents=True)
    source.write_text('export const limit = process.env.INTEGRATION_MODE === "cluster" ? 1000 : 10;\n')
    subprocess.run(["git", "init", "-q"], cwd=tmp_path / "workspace", check=True)
    # Where a machine gets its packages from stands in the environment, or in a file below the home folder.
    registry = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("HOME", "PIP_", "SSL_", "REQUESTS_")) or "proxy" in name.lower()
    }
    scanned = "sarif" in formats()
    inputs = {"python": sys.executable, "sarif": str(scanned).lower(), "args": "--no-progress"}
    job = Job(tmp_path, inputs, uploaded="failure", action=checkout, extra=registry).run()
    assert job.code == 1, job.shown + job.said
    assert job.outputs["check"]["exit-code"] == "1"
    assert job.shown.startswith("::error file=src/limit.ts,line=1,endLine=1,col=22,endColumn=")
    summary = (tmp_path / "summary.md").read_text()
    assert summary.startswith("## lint430\n\nFound 1 finding (1 error) in 1 of 1 file.\n")
    assert len(summary) < SUMMARY_LIMIT
    if scanned:
        report = json.loads(Path(job.outputs["check"]["sarif-file"]).read_text())
        assert report["runs"][0]["automationDetails"]["id"].startswith("lint430")


# --- what the page says --------------------------------------------------------------------------------------------------------------

PAGE = (ROOT / "docs" / "ci.md").read_text()
WORKFLOWS = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]


def test_the_workflows_of_the_page_are_valid() -> None:
    action, plain, gitlab = WORKFLOWS
    for workflow in (action, plain):
        # YAML 1.1 reads the key `on` as true.
        jsonschema.validate({"on" if key is True else key: value for key, value in workflow.items()}, schema("github-workflows"))
    jsonschema.validate(gitlab, schema("gitlab-ci"))
    (used,) = [step for step in action["jobs"]["lint430"]["steps"] if "lint430" in step["uses"]]
    assert set(used["with"]) <= set(ACTION["inputs"])


def test_the_page_names_every_input_output_and_format() -> None:
    table = dict(re.findall(r"^\| `([\w-]+)` \| (.*?) \|", PAGE, re.MULTILINE))
    assert set(ACTION["inputs"]) <= set(table)
    for name, given in ACTION["inputs"].items():
        if given["default"] and name in table:
            assert table[name] == f"`{given['default']}`"
    assert [f"`{name}`" for name in ACTION["outputs"]] == re.findall(r"`[\w-]+`", PAGE.partition("Outputs: ")[2].partition(".")[0])
    assert set(formats()) - {"text", "concise", "json"} <= set(table)
    for form in re.findall(r"(?:--format |--output )([a-z]+)", PAGE):
        assert form in formats() or form == "sarif"
