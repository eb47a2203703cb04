"""A run that judges one language: the findings of the whole run in its files, without following the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from lint430 import facts
from lint430.config import Configs
from lint430.engine import Options, Outcome, run
from lint430.languages import lower
from lint430.model import Finding

FILES = {
    "services/web/src/mode.ts": 'export const fake = process.env.INTEGRATION_MODE !== "cluster";\n',
    "services/web/src/send.ts": 'import { fake } from "./mode";\nexport const send = () => (fake ? 1 : fetch("x"));\n',
    "services/web/package.json": '{"devDependencies": {"cypress": "13", "puppeteer": "22"}}\n',
    "services/web/src/pdf.ts": 'import puppeteer from "puppeteer";\nexport const pdf = () => puppeteer.launch();\n',
    "services/web/__tests__/integration/run_integration_tests.sh": (
        "#!/usr/bin/env bash\n# lint430: ignore-file[ITM501] -- the doubles are on their way\nset -euo pipefail\n"
        "source tools/integration-runner/integration-mode.sh\nnpx jest\n"
    ),
    "services/web/__tests__/integration/helpers.ts": 'import { mode } from "../../../../tools/integration-runner/ts/mode";\nexport const m = mode();\n',
    "services/web/__tests__/integration/a.test.ts": 'import { m } from "./helpers";\ntest("a", () => { if (m === "repo") return; expect(1).toBe(2); });\n',
    "services/bill/app/mode.py": 'import os\n\nFAKE = os.environ["INTEGRATION_MODE"] != "cluster"\n',
    "services/bill/app/send.py": "from app.mode import FAKE\n\nif FAKE:\n    print(1)\n",
    "services/bill/__tests__/integration/helpers.py": "import integration_mode\n\nMODE = integration_mode.get_integration_mode()\n",
    "services/bill/__tests__/integration/test_a.py": "import pytest\n\n\n@pytest.mark.skip\ndef test_a():\n    assert 1\n",
    "services/gate/main.go": (
        'package main\n\nimport "os"\n\nfunc main() {\n\tif os.Getenv("INTEGRATION_MODE") == "repo" {\n\t\tprintln(1)\n\t}\n}\n'
    ),
    "tools/integration-runner/README.md": "what runs\n",
    ".github/workflows/night.yml": (
        "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: services/web/__tests__/integration/run_integration_tests.sh\n"
    ),
}
LANGUAGES = ["bash", "go", "manifest", "python", "typescript"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def of_language(outcome: Outcome, paths: Sequence[str]) -> list[Finding]:
    return [finding for finding in outcome.run.findings if finding.path in paths]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_findings_of_the_whole_run(root: Path, language: str) -> None:
    whole = run(root, Configs(root))
    paths = [file.path for file in whole.files if file.language == language]
    expected = of_language(whole, paths)
    assert {finding.code for finding in expected} >= {
        "bash": {"ITM403", "ITM506"},
        "go": {"ITM101"},
        "manifest": {"ITM601", "ITM603"},
        "python": {"ITM101", "ITM205", "ITM502", "ITM506"},
        "typescript": {"ITM101", "ITM201"},
    }[language]
    part = run(root, Configs(root), options=Options(languages=frozenset({language})))
    assert of_language(part, paths) == expected
    assert [one for one in part.run.suppressed if one.path in paths] == [one for one in whole.run.suppressed if one.path in paths]


def test_a_framework_that_ships_is_no_finding_of_its_manifest(root: Path) -> None:
    part = run(root, Configs(root), options=Options(languages=frozenset({"manifest"}), select=("ITM601",)))
    assert [(f.path, "cypress" in f.message) for f in part.run.findings] == [("services/web/package.json", True)]


def test_a_finding_on_a_runner_is_suppressed_there(root: Path) -> None:
    """Only a TypeScript file is asked for; the finding about its suite stands in a shell script with a comment."""
    outcome = run(root, Configs(root), ["services/web/__tests__/integration/a.test.ts"], Options(select=("ITM501",)))
    assert (list(outcome.run.findings), len(outcome.run.suppressed)) == ([], 1)


def test_a_file_without_the_others_says_nothing_elsewhere(root: Path) -> None:
    """What a hook's list of staged files is for: the runner of their suite is not among them."""
    path = "services/bill/app/send.py"
    (root / "services/bill/__tests__/integration/run_integration_tests.sh").write_text("#!/usr/bin/env bash\n")
    select = ("ITM1", "ITM501")
    assert {f.path for f in run(root, Configs(root), [path], Options(select=select)).run.findings} == {
        path,
        "services/bill/__tests__/integration/run_integration_tests.sh",
    }
    assert list(run(root, Configs(root), [path], Options(select=select, cross_file=False)).run.findings) == []


def test_other_languages_are_not_followed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lowered: list[str] = []

    def noted(language: str, path: str, data: bytes) -> facts.Module:
        lowered.append(path)
        return lower(language, path, data)

    monkeypatch.setattr("lint430.engine.lower", noted)
    run(root, Configs(root), options=Options(languages=frozenset({"python"})))
    assert {path for path in lowered if not path.endswith(".py")} == {
        # What names the shared helpers is read for ITM506, and followed no further.
        "services/web/__tests__/integration/helpers.ts",
        "services/web/__tests__/integration/run_integration_tests.sh",
    }
