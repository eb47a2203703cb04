"""CI says the mode: who starts a suite, by which way, and whether anybody on it sets the variable."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from lint430.config import Config, Configs, parse
from lint430.engine import Options, check_sources, run

FOLDER = "services/billing/__tests__/integration"
RUNNER = f"{FOLDER}/run_integration_tests.sh"
SUITE = {
    RUNNER: "#!/usr/bin/env bash\nset -euo pipefail\n",
    f"{FOLDER}/invoice.test.ts": "test('a', () => { expect(1).toBe(1); });\n",
    "tests/integration/checkout/run_integration_tests.sh": "#!/usr/bin/env bash\n",
    "tests/integration/checkout/test_checkout.py": "def test_a():\n    assert 1\n",
}


def starts(files: dict[str, str], config: Config | None = None) -> list[tuple[str, int]]:
    """Give the places of ITM603 in a repository with one service and one pack."""
    sources = {**SUITE, **{path: textwrap.dedent(text).replace("RUNNER", RUNNER) for path, text in files.items()}}
    outcome = check_sources(sources, config, Options(only=frozenset({"ITM603"})))
    assert not outcome.failures
    return [(f.path, f.span.line) for f in outcome.run.findings]


WORKFLOW = ".github/workflows/ci.yml"


def workflow(steps: str, above: str = "", job: str = "") -> dict[str, str]:
    text = "on: push\n" + above + "jobs:\n  integration:\n    runs-on: ubuntu-latest\n" + textwrap.indent(job, "    ") + "    steps:\n"
    return {WORKFLOW: text + textwrap.indent(textwrap.dedent(steps), "      ")}


STEP = "- run: bash RUNNER\n"

SILENT: dict[str, dict[str, str]] = {
    "step env": workflow("- run: bash RUNNER\n  env:\n    INTEGRATION_MODE: repo\n"),
    "job env": workflow(STEP, job="env:\n  INTEGRATION_MODE: cluster\n"),
    "workflow env": workflow(STEP, above="env:\n  INTEGRATION_MODE: repo\n"),
    "matrix passed on": workflow(
        "- run: ./RUNNER\n  env:\n    INTEGRATION_MODE: ${{ matrix.mode }}\n", job="strategy:\n  matrix:\n    mode: [repo, cluster]\n"
    ),
    "container env": workflow(STEP, job="container:\n  image: node\n  env:\n    INTEGRATION_MODE: repo\n"),
    "inline": workflow("- run: INTEGRATION_MODE=repo bash RUNNER\n"),
    "inline from an input": workflow("- run: INTEGRATION_MODE=${{ inputs.mode }} bash RUNNER\n"),
    "env command": workflow("- run: env CI=1 INTEGRATION_MODE=repo bash RUNNER\n"),
    "exported before": workflow("- run: |\n    export INTEGRATION_MODE=repo\n    bash RUNNER\n"),
    "exported in two steps": workflow("- run: |\n    INTEGRATION_MODE=repo\n    export INTEGRATION_MODE\n    bash RUNNER\n"),
    "defaulted before": workflow(
        '- run: |\n    if [ -z "${INTEGRATION_MODE:-}" ]; then export INTEGRATION_MODE=repo; fi\n    bash RUNNER\n'
    ),
    "written to the job's environment": workflow('- run: echo "INTEGRATION_MODE=cluster" >> "$GITHUB_ENV"\n- run: bash RUNNER\n'),
    "unset": workflow("- run: |\n    unset INTEGRATION_MODE\n    bash RUNNER\n"),
    "unset by env": workflow("- run: env -u INTEGRATION_MODE bash RUNNER\n"),
    "only made executable": workflow("- run: chmod +x RUNNER\n"),
    "only linted": workflow("- run: shellcheck RUNNER && bash -n RUNNER\n"),
    "only listed": workflow("- run: find . -name run_integration_tests.sh -exec shellcheck {} \\;\n"),
    "only checked": workflow("- run: find services -name run_integration_tests.sh | xargs -n1 bash -n\n"),
    "a loop that is fed with something else": workflow('- run: |\n    while read -r r; do\n      bash "$r"\n    done < <(ls scripts)\n'),
    "only named": workflow('- run: echo "start it with bash RUNNER"\n'),
    "only tested for": workflow('- run: |\n    if [ ! -x "RUNNER" ]; then exit 1; fi\n'),
    "a comment": workflow("- run: |\n    # bash RUNNER\n    make lint\n"),
    "unit tests": workflow("- run: pnpm jest services/billing/__tests__/unit\n- run: go test ./...\n"),
    "a step that is no shell": workflow("- shell: python\n  run: |\n    print('bash RUNNER')\n"),
    "an env file": workflow("- run: |\n    set -a\n    source ci/integration.env\n    set +a\n    bash RUNNER\n")
    | {"ci/integration.env": "INTEGRATION_MODE=repo\n"},
    "a container that is given it": workflow("- run: docker run -e INTEGRATION_MODE=repo app bash RUNNER\n"),
    "a container that is given it in one word": workflow("- run: docker run -eINTEGRATION_MODE=repo app bash RUNNER\n"),
    "an empty environment": workflow("- run: timeout 5m env -i INTEGRATION_MODE=repo bash RUNNER\n"),
    "a pod that is given it": workflow("- run: kubectl exec tests -- env INTEGRATION_MODE=cluster bash RUNNER\n"),
    "a reusable workflow with an input": {
        ".github/workflows/suite.yml": """\
        on:
          workflow_call:
            inputs:
              mode: {type: string, required: true}
        jobs:
          run:
            runs-on: ubuntu-latest
            env:
              INTEGRATION_MODE: ${{ inputs.mode }}
            steps:
              - run: bash RUNNER
        """
    },
    "an action whose caller says it": workflow("- uses: ./.github/actions/suite\n", job="env:\n  INTEGRATION_MODE: repo\n")
    | {".github/actions/suite/action.yml": "name: suite\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: bash RUNNER\n"},
    "make target with the variable exported": workflow("- run: make test-integration\n")
    | {"Makefile": "INTEGRATION_MODE ?= repo\nexport INTEGRATION_MODE\n\ntest-integration:\n\tbash RUNNER\n"},
    "make target that exports in one line": workflow("- run: make test-integration\n")
    | {"Makefile": "export INTEGRATION_MODE ?= repo\n\ntest-integration:\n\tbash RUNNER\n"},
    "make exports everything": workflow("- run: make test-integration\n")
    | {"Makefile": "INTEGRATION_MODE ?= repo\nexport\n\ntest-integration:\n\tbash RUNNER\n"},
    "make special target": workflow("- run: make test-integration\n")
    | {"Makefile": ".EXPORT_ALL_VARIABLES:\nINTEGRATION_MODE = repo\ntest-integration:\n\tbash RUNNER\n"},
    "make target-specific": workflow("- run: make test-integration\n")
    | {"Makefile": "test-integration: export INTEGRATION_MODE = repo\ntest-integration:\n\t@bash RUNNER\n"},
    "make inline": workflow("- run: make test-integration\n")
    | {"Makefile": "MODE ?= repo\ntest-integration:\n\tINTEGRATION_MODE=$(MODE) bash RUNNER\n"},
    "make's caller says it": workflow("- run: make test-integration\n  env: {INTEGRATION_MODE: repo}\n")
    | {"Makefile": "test-integration:\n\tbash RUNNER\n"},
    "make's command line says it": workflow("- run: make -C . test-integration INTEGRATION_MODE=cluster\n")
    | {"Makefile": "test-integration:\n\tbash RUNNER\n"},
    "make include": workflow("- run: make test-integration\n")
    | {"Makefile": "include mk/env.mk\ntest-integration:\n\tbash RUNNER\n", "mk/env.mk": "export INTEGRATION_MODE ?= repo\n"},
    "make through a prerequisite": workflow("- run: make ci\n")
    | {"Makefile": "ci: export INTEGRATION_MODE = repo\nci: lint test-integration\nlint:\n\ttrue\ntest-integration:\n\tbash RUNNER\n"},
    "a target that CI never calls": workflow("- run: make lint\n") | {"Makefile": "lint:\n\ttrue\ntest-integration:\n\tbash RUNNER\n"},
    "a package script and no CI at all": {"package.json": '{"scripts": {"it": "bash RUNNER"}}'},
    "a target that is nowhere to be found, and its caller says it": workflow("- run: make test-integration INTEGRATION_MODE=repo\n"),
    "a script that starts something else": workflow("- run: npm run test:integration\n")
    | {"package.json": '{"scripts": {"test:integration": "jest -c jest.integration.config.js"}}'},
    "a target of another name": workflow("- run: make test\n- run: pnpm lint\n"),
    "a demand": workflow("- run: ./scripts/it.sh\n") | {"scripts/it.sh": ': "${INTEGRATION_MODE:?repo or cluster}"\nbash RUNNER\n'},
    "a default": workflow("- run: ./scripts/it.sh\n")
    | {"scripts/it.sh": ': "${INTEGRATION_MODE:=repo}"\nexport INTEGRATION_MODE\nbash RUNNER\n'},
    "a refusal": workflow("- run: ./scripts/it.sh\n")
    | {"scripts/it.sh": 'if [[ -z "${INTEGRATION_MODE:-}" ]]; then\n  echo "which?" >&2\n  exit 1\nfi\nbash RUNNER\n'},
    "a case": workflow("- run: ./scripts/it.sh repo\n")
    | {"scripts/it.sh": 'case "$1" in\n  repo|cluster) export INTEGRATION_MODE="$1" ;;\n  *) exit 1 ;;\nesac\nbash RUNNER\n'},
    "a sourced file": workflow("- run: ./scripts/it.sh\n")
    | {"scripts/it.sh": 'source "$(dirname "$0")/env.sh"\nbash RUNNER\n', "scripts/env.sh": "export INTEGRATION_MODE=repo\n"},
    "make variables hold the runner": workflow("- run: make it\n") | {"Makefile": "R = RUNNER\nit:\n\tINTEGRATION_MODE=repo bash $(R)\n"},
    "a target that a target with the mode runs, and no CI at all": {
        "Makefile": "ci: export INTEGRATION_MODE=repo\nci: it\nit:\n\tbash RUNNER\n"
    },
    "a script in no stated folder": workflow("- run: make it\n") | {"docs/Makefile": "it:\n\tbash RUNNER\n"},
    "package script that says it": workflow("- run: pnpm test:integration\n")
    | {"package.json": '{"scripts": {"test:integration": "INTEGRATION_MODE=repo bash RUNNER"}}'},
    "package script with cross-env": workflow("- run: npm run test:integration\n")
    | {"package.json": '{"scripts": {"test:integration": "cross-env INTEGRATION_MODE=repo bash RUNNER"}}'},
    "package script whose caller says it": workflow("- run: npm run test:integration\n  env:\n    INTEGRATION_MODE: repo\n")
    | {"package.json": '{"scripts": {"test:integration": "bash RUNNER"}}'},
    "script file that says it": workflow("- run: ./scripts/integration.sh\n")
    | {"scripts/integration.sh": '#!/usr/bin/env bash\nexport INTEGRATION_MODE="${1:-repo}"\nbash RUNNER\n'},
    "script file that CI never calls": workflow("- run: ./scripts/lint.sh\n")
    | {"scripts/integration.sh": "bash RUNNER\n", "scripts/lint.sh": "true\n"},
    "gitlab job variables": {".gitlab-ci.yml": "integration:\n  variables:\n    INTEGRATION_MODE: repo\n  script:\n    - bash RUNNER\n"},
    "gitlab global variables": {".gitlab-ci.yml": "variables:\n  INTEGRATION_MODE: repo\nintegration:\n  script: [bash RUNNER]\n"},
    "gitlab extends": {
        ".gitlab-ci.yml": ".suite:\n  variables: {INTEGRATION_MODE: repo}\n  script: [bash RUNNER]\nintegration:\n  extends: .suite\n"
    },
    "gitlab template that is never used": {".gitlab-ci.yml": ".suite:\n  script: [bash RUNNER]\nlint:\n  script: [make lint]\n"},
    "gitlab matrix": {
        ".gitlab-ci.yml": "integration:\n  parallel:\n    matrix:\n      - INTEGRATION_MODE: [repo, cluster]\n  script:\n    - bash RUNNER\n"
    },
    "gitlab anchor": {
        ".gitlab-ci.yml": ".v: &v\n  variables: {INTEGRATION_MODE: repo}\nintegration:\n  <<: *v\n  script:\n    - bash RUNNER\n"
    },
    "gitlab before_script": {".gitlab-ci.yml": "it:\n  before_script:\n    - export INTEGRATION_MODE=repo\n  script:\n    - bash RUNNER\n"},
    "gitlab include": {
        ".gitlab-ci.yml": "include:\n  - local: .gitlab/vars.gitlab-ci.yml\nit:\n  script: [bash RUNNER]\n",
        ".gitlab/vars.gitlab-ci.yml": "variables:\n  INTEGRATION_MODE: repo\n",
    },
    "circle environment": {
        ".circleci/config.yml": "jobs:\n  it:\n    docker: [{image: node}]\n    environment: {INTEGRATION_MODE: repo}\n    steps:\n      - run: bash RUNNER\n"
    },
    "circle image environment": {
        ".circleci/config.yml": "jobs:\n  it:\n    docker:\n      - image: node\n        environment: {INTEGRATION_MODE: repo}\n    steps:\n      - run: {name: it, command: bash RUNNER}\n"
    },
    "circle command, its job says it": {
        ".circleci/config.yml": "commands:\n  suite:\n    steps:\n      - run: bash RUNNER\njobs:\n  it:\n    docker: [{image: node}]\n    environment: {INTEGRATION_MODE: repo}\n    steps: [checkout, suite]\n"
    },
    "circle executor": {
        ".circleci/config.yml": "executors:\n  node:\n    docker: [{image: node}]\n    environment: {INTEGRATION_MODE: repo}\njobs:\n  it:\n    executor: node\n    steps:\n      - run: bash RUNNER\n"
    },
    "tilt env": {"Tiltfile": 'local_resource("it", cmd="bash RUNNER", env={"INTEGRATION_MODE": "cluster"})\n'},
    "tilt inline": {"Tiltfile": 'local_resource("it", cmd=["bash", "-c", "INTEGRATION_MODE=repo bash RUNNER"])\n'},
    "tilt env in a constant": {"Tiltfile": 'env = {"INTEGRATION_MODE": "repo"}\nlocal_resource("it", "bash RUNNER", env=env)\n'},
    "tilt env by dict": {"Tiltfile": 'local_resource("it", cmd="bash RUNNER", env=dict(INTEGRATION_MODE="repo"))\n'},
    "tilt env that cannot be seen": {"Tiltfile": 'load("./env.tiltfile", "env")\nlocal_resource("it", cmd="bash RUNNER", env=env)\n'},
    "tilt putenv": {"Tiltfile": 'os.putenv("INTEGRATION_MODE", "repo")\nlocal("bash RUNNER")\n'},
    "tilt prose": {"Tiltfile": '# bash RUNNER\nprint("bash RUNNER")\n'},
    "tekton env": {
        "deploy/task.yaml": """\
        apiVersion: tekton.dev/v1
        kind: Task
        metadata: {name: it}
        spec:
          steps:
            - name: run
              image: node
              env:
                - name: INTEGRATION_MODE
                  value: $(params.mode)
              script: |
                #!/usr/bin/env bash
                bash RUNNER
        """
    },
    "tekton step template": {
        ".tekton/task.yaml": """\
        apiVersion: tekton.dev/v1
        kind: Task
        metadata: {name: it}
        spec:
          stepTemplate:
            env:
              - {name: INTEGRATION_MODE, value: cluster}
          steps:
            - name: run
              image: node
              command: ["bash", "RUNNER"]
        """
    },
    "compose environment": {
        "compose.yml": "services:\n  it:\n    image: node\n    command: bash RUNNER\n    environment:\n      INTEGRATION_MODE: repo\n"
    },
    "compose list": {
        "docker-compose.it.yml": "services:\n  it:\n    build: .\n    command: ['bash', 'RUNNER']\n    environment:\n      - INTEGRATION_MODE=${MODE:-repo}\n"
    },
    "compose env_file": {
        "deploy/compose.yml": "services:\n  it:\n    image: node\n    command: bash RUNNER\n    env_file: ./it.env\n",
        "deploy/it.env": "INTEGRATION_MODE=repo\n",
    },
    "compose env_file that is not in the repository": {
        "compose.yml": "services:\n  it:\n    image: node\n    command: bash RUNNER\n    env_file: [.env]\n"
    },
    "compose extends": {
        "compose.yml": "services:\n  base:\n    image: node\n    environment: {INTEGRATION_MODE: repo}\n  it:\n    extends: {service: base}\n    command: bash RUNNER\n"
    },
    "compose with an anchor": {
        "compose.yml": "x-env: &env\n  INTEGRATION_MODE: repo\nservices:\n  it:\n    image: node\n    environment:\n      <<: *env\n    command: bash RUNNER\n"
    },
    "compose service that CI gives the mode": {
        "compose.yml": "services:\n  it:\n    image: node\n    command: bash RUNNER\n",
        ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    steps:\n      - run: docker compose run --rm -e INTEGRATION_MODE=repo it\n",
    },
    "justfile": workflow("- run: just integration\n")
    | {"justfile": 'export INTEGRATION_MODE := "repo"\n\nintegration:\n    bash RUNNER\n'},
    "taskfile": workflow("- run: task integration\n")
    | {"Taskfile.yml": "version: '3'\nenv:\n  INTEGRATION_MODE: repo\ntasks:\n  integration:\n    cmds:\n      - bash RUNNER\n"},
    "circle parameter": {
        ".circleci/config.yml": "jobs:\n  it:\n    docker: [{image: node}]\n    steps:\n      - run: INTEGRATION_MODE=<< parameters.mode >> bash RUNNER\n"
    },
    "travis": {".travis.yml": "env:\n  global:\n    - INTEGRATION_MODE=repo\nscript:\n  - bash RUNNER\n"},
    "travis matrix": {".travis.yml": "env:\n  - INTEGRATION_MODE=repo CI=1\n  - INTEGRATION_MODE=cluster\nscript: bash RUNNER\n"},
    "bitbucket": {
        "bitbucket-pipelines.yml": "pipelines:\n  default:\n    - step:\n        script:\n          - export INTEGRATION_MODE=repo\n          - bash RUNNER\n"
    },
    "make wildcard": workflow("- run: make it\n")
    | {"Makefile": "include $(wildcard mk/*.mk)\nit:\n\tbash RUNNER\n", "mk/mode.mk": "export INTEGRATION_MODE ?= repo\n"},
    "make prefix in a variable": workflow("- run: make it\n")
    | {"Makefile": "WITH := INTEGRATION_MODE=repo CI=1\nit:\n\t$(WITH) bash RUNNER\n"},
    "xargs with the mode": workflow("- run: find . -name run_integration_tests.sh | xargs -I{} env INTEGRATION_MODE=repo bash {}\n"),
    "a function of a script": workflow("- run: ./scripts/it.sh\n")
    | {"scripts/it.sh": 'run() {\n  local mode="$1"\n  INTEGRATION_MODE="$mode" bash "$2"\n}\nrun repo RUNNER\nrun cluster RUNNER\n'},
    "export of a word": workflow('- run: |\n    export "INTEGRATION_MODE=$MODE"\n    bash RUNNER\n'),
    "declared and exported": workflow("- run: |\n    declare -x INTEGRATION_MODE=repo\n    bash RUNNER\n"),
    "a nested list of commands": {
        ".gitlab-ci.yml": ".run: &run\n  - export INTEGRATION_MODE=repo\n  - bash RUNNER\nit:\n  script:\n    - *run\n    - echo done\n"
    },
    "gitlab rules": {
        ".gitlab-ci.yml": "it:\n  rules:\n    - if: $NIGHTLY\n      variables: {INTEGRATION_MODE: cluster}\n    - variables: {INTEGRATION_MODE: repo}\n  script: [bash RUNNER]\n"
    },
    "a step with the job's defaults": workflow(
        "- run: ./__tests__/integration/run_integration_tests.sh\n",
        job="defaults:\n  run:\n    working-directory: services/billing\nenv: {INTEGRATION_MODE: repo}\n",
    ),
    "an input of an action": workflow("- uses: ./.github/actions/suite\n  with: {mode: repo}\n")
    | {
        ".github/actions/suite/action.yml": "name: suite\ninputs: {mode: {required: true}}\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: bash RUNNER\n      env:\n        INTEGRATION_MODE: ${{ inputs.mode }}\n"
    },
    "tilt with merged environments": {
        "Tiltfile": 'base = {"CI": "1"}\nlocal_resource("it", cmd="bash RUNNER", env=dict(base, INTEGRATION_MODE="repo"))\n'
    },
    "tilt by make with the mode": {
        "Tiltfile": 'local_resource("it", ["make", "it", "INTEGRATION_MODE=cluster"])\n',
        "Makefile": "it:\n\tbash RUNNER\n",
    },
    "azure": {"azure-pipelines.yml": "variables:\n  INTEGRATION_MODE: repo\nsteps:\n  - script: bash RUNNER\n"},
    "azure step": {"azure-pipelines.yml": "steps:\n  - bash: bash RUNNER\n    env: {INTEGRATION_MODE: repo}\n"},
    "all callers say it": {
        ".github/workflows/a.yml": "on: push\nenv: {INTEGRATION_MODE: repo}\njobs:\n  a:\n    steps:\n      - run: make it\n",
        ".github/workflows/b.yml": "on: push\njobs:\n  a:\n    steps:\n      - run: INTEGRATION_MODE=cluster make it\n",
        "Makefile": "it:\n\tbash RUNNER\n",
    },
}


@pytest.mark.parametrize("name", SILENT)
def test_said(name: str) -> None:
    assert starts(SILENT[name]) == []


LOUD: dict[str, tuple[dict[str, str], list[tuple[str, int]]]] = {
    "a step": (workflow(STEP), [(WORKFLOW, 6)]),
    "a step of several lines": (
        workflow(
            "- name: it\n  run: |\n    pnpm build\n    cd services/billing\n    bash __tests__/integration/run_integration_tests.sh\n"
        ),
        [(WORKFLOW, 10)],
    ),
    "run directly": (workflow("- run: ./RUNNER\n"), [(WORKFLOW, 6)]),
    "two starts of one step": (
        workflow("- run: |\n    bash RUNNER\n    bash tests/integration/checkout/run_integration_tests.sh\n"),
        [(WORKFLOW, 7)],
    ),
    "two steps": (workflow(STEP + STEP), [(WORKFLOW, 6), (WORKFLOW, 7)]),
    "another step says it": (workflow("- run: make lint\n  env: {INTEGRATION_MODE: repo}\n- run: bash RUNNER\n"), [(WORKFLOW, 8)]),
    "another variable": (workflow("- run: bash RUNNER\n  env: {NODE_ENV: test, MODE: repo}\n"), [(WORKFLOW, 6)]),
    "the browser's variable": (workflow("- run: bash RUNNER\n  env: {NEXT_PUBLIC_INTEGRATION_MODE: repo}\n"), [(WORKFLOW, 6)]),
    "a matrix that is not passed on": (workflow(STEP, job="strategy:\n  matrix:\n    INTEGRATION_MODE: [repo]\n"), [(WORKFLOW, 9)]),
    "assigned and not exported": (workflow("- run: |\n    INTEGRATION_MODE=repo\n    bash RUNNER\n"), [(WORKFLOW, 8)]),
    "set in a subshell": (workflow("- run: |\n    (export INTEGRATION_MODE=repo)\n    bash RUNNER\n"), [(WORKFLOW, 8)]),
    "set afterwards": (workflow("- run: |\n    bash RUNNER\n    export INTEGRATION_MODE=repo\n"), [(WORKFLOW, 7)]),
    "the job's environment, afterwards": (
        workflow('- run: bash RUNNER\n- run: echo "INTEGRATION_MODE=repo" >> $GITHUB_ENV\n'),
        [(WORKFLOW, 6)],
    ),
    "wrapped": (workflow("- run: timeout 10m bash -euo pipefail RUNNER | tee it.log\n"), [(WORKFLOW, 6)]),
    "under a condition": (workflow("- run: |\n    if ! bash RUNNER; then\n      exit 1\n    fi\n"), [(WORKFLOW, 7)]),
    "a loop over services": (
        workflow(
            '- run: |\n    for s in billing ledger; do\n      bash "services/$s/__tests__/integration/run_integration_tests.sh"\n    done\n'
        ),
        [(WORKFLOW, 8)],
    ),
    "a loop over runners": (
        workflow('- run: |\n    for r in services/*/__tests__/integration/run_integration_tests.sh; do\n      bash "$r"\n    done\n'),
        [(WORKFLOW, 8)],
    ),
    "a loop over what find prints": (
        workflow('- run: |\n    for r in $(find . -name run_integration_tests.sh); do\n      "$r"\n    done\n'),
        [(WORKFLOW, 8)],
    ),
    "find -exec": (workflow("- run: find services -name run_integration_tests.sh -exec bash {} \\;\n"), [(WORKFLOW, 6)]),
    "find and xargs": (workflow("- run: find services -name run_integration_tests.sh -print0 | xargs -0 -n1 bash\n"), [(WORKFLOW, 6)]),
    "find and while": (workflow('- run: find . -name run_integration_tests.sh | while read -r r; do bash "$r"; done\n'), [(WORKFLOW, 6)]),
    "a loop that is fed": (
        workflow('- run: |\n    while IFS= read -r r; do\n      bash "$r"\n    done < <(find . -name run_integration_tests.sh)\n'),
        [(WORKFLOW, 8)],
    ),
    "matrix of services": (
        workflow("- run: bash services/${{ matrix.service }}/__tests__/integration/run_integration_tests.sh\n"),
        [(WORKFLOW, 6)],
    ),
    "jest on the suite": (workflow("- run: pnpm exec jest services/billing/__tests__/integration\n"), [(WORKFLOW, 6)]),
    "pytest on a pack": (workflow("- run: poetry run pytest -q tests/integration/checkout\n"), [(WORKFLOW, 6)]),
    "go test on a suite": (workflow("- run: go test ./services/billing/__tests__/integration/...\n"), [(WORKFLOW, 6)]),
    "a retried step": (
        workflow("- uses: nick-fields/retry@v3\n  with:\n    max_attempts: 3\n    command: bash RUNNER\n"),
        [(WORKFLOW, 9)],
    ),
    "an action": (
        workflow("- uses: ./.github/actions/suite\n")
        | {
            ".github/actions/suite/action.yml": "name: suite\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: bash RUNNER\n"
        },
        [(".github/actions/suite/action.yml", 6)],
    ),
    "a reusable workflow sees no environment of its caller": (
        {
            WORKFLOW: "on: push\nenv: {INTEGRATION_MODE: repo}\njobs:\n  it:\n    uses: ./.github/workflows/suite.yml\n",
            ".github/workflows/suite.yml": "on: workflow_call\njobs:\n  it:\n    steps:\n      - run: bash RUNNER\n",
        },
        [(".github/workflows/suite.yml", 5)],
    ),
    "a make target": (
        workflow("- run: make test-integration\n")
        | {"Makefile": "test-integration: build\n\t@echo start\n\tbash RUNNER\nbuild:\n\ttrue\n"},
        [("Makefile", 3)],
    ),
    "make defines and does not export": (
        workflow("- run: make test-integration\n") | {"Makefile": "INTEGRATION_MODE ?= repo\n\ntest-integration:\n\tbash RUNNER\n"},
        [("Makefile", 4)],
    ),
    "make exports what nobody defines": (
        workflow("- run: make it\n") | {"Makefile": "export INTEGRATION_MODE\n\nit:\n\tbash RUNNER\n"},
        [("Makefile", 4)],
    ),
    "make exports for another target": (
        workflow("- run: make it\n") | {"Makefile": "lint: export INTEGRATION_MODE=repo\nlint:\n\ttrue\nit:\n\tbash RUNNER\n"},
        [("Makefile", 5)],
    ),
    "a target and no CI at all": (
        {"Makefile": "it:\n\tbash RUNNER\n", "compose.yml": "services:\n  db:\n    image: postgres\n"},
        [("Makefile", 2)],
    ),
    "a target that is nowhere to be found": (workflow("- run: make test-integration\n"), [(WORKFLOW, 6)]),
    "a script that is nowhere to be found": (workflow("- run: pnpm -r run test:integration\n"), [(WORKFLOW, 6)]),
    "a runner in a make variable": (
        workflow("- run: make it\n")
        | {"Makefile": "R := __tests__/integration/run_integration_tests.sh\nit:\n\t@./services/billing/$(R)\n"},
        [("Makefile", 3)],
    ),
    "a default that is not exported": (
        workflow("- run: ./scripts/it.sh\n") | {"scripts/it.sh": ': "${INTEGRATION_MODE:=repo}"\nbash RUNNER\n'},
        [("scripts/it.sh", 2)],
    ),
    "a pattern rule": (
        workflow("- run: make integration-billing\n")
        | {"Makefile": "integration-%:\n\tbash services/$*/__tests__/integration/run_integration_tests.sh\n"},
        [("Makefile", 2)],
    ),
    "a loop in make": (
        workflow("- run: make it\n")
        | {
            "Makefile": "S := billing ledger\nit:\n\t@for s in $(S); do \\\n\t  bash services/$$s/__tests__/integration/run_integration_tests.sh || exit 1; \\\n\tdone\n"
        },
        [("Makefile", 4)],
    ),
    "make through make": (
        workflow("- run: make ci\n") | {"Makefile": "ci:\n\t$(MAKE) it\nit:\n\tbash RUNNER\n"},
        [("Makefile", 4)],
    ),
    "make in a folder": (
        workflow("- run: make -C services/billing it\n")
        | {"services/billing/Makefile": "it:\n\t./__tests__/integration/run_integration_tests.sh\n"},
        [("services/billing/Makefile", 2)],
    ),
    "make's working directory": (
        workflow("- run: make it\n  working-directory: services/billing\n")
        | {"services/billing/Makefile": "it:\n\t./__tests__/integration/run_integration_tests.sh\n"},
        [("services/billing/Makefile", 2)],
    ),
    "make's first target": (workflow("- run: make\n") | {"Makefile": "it:\n\tbash RUNNER\n"}, [("Makefile", 2)]),
    "one of two callers": (
        {
            ".github/workflows/a.yml": "on: push\nenv: {INTEGRATION_MODE: repo}\njobs:\n  a:\n    steps:\n      - run: make it\n",
            ".github/workflows/b.yml": "on: push\njobs:\n  a:\n    steps:\n      - run: make it\n",
            "Makefile": "it:\n\tbash RUNNER\n",
        },
        [("Makefile", 2)],
    ),
    "a package script": (
        workflow("- run: pnpm install\n- run: pnpm test:integration\n")
        | {"package.json": '{\n  "scripts": {\n    "lint": "eslint",\n    "test:integration": "bash RUNNER"\n  }\n}\n'},
        [("package.json", 4)],
    ),
    "a package script by filter": (
        workflow("- run: pnpm --filter @acme/billing run test:integration\n")
        | {
            "services/billing/package.json": '{\n  "name": "@acme/billing",\n  "scripts": {"test:integration": "./__tests__/integration/run_integration_tests.sh"}\n}\n',
            "services/other/package.json": '{\n  "name": "@acme/other",\n  "scripts": {"test:integration": "INTEGRATION_MODE=repo ./run_integration_tests.sh"}\n}\n',
        },
        [("services/billing/package.json", 3)],
    ),
    "a package script by turbo": (
        workflow("- run: npx turbo run test:integration\n")
        | {"services/billing/package.json": '{"scripts": {"test:integration": "bash __tests__/integration/run_integration_tests.sh"}}\n'},
        [("services/billing/package.json", 1)],
    ),
    "a package script through another": (
        workflow("- run: npm test\n")
        | {"package.json": '{\n"scripts": {\n"test": "npm run unit && npm run it",\n"unit": "jest",\n"it": "bash RUNNER"}}\n'},
        [("package.json", 5)],
    ),
    "a script file": (
        workflow("- run: ./scripts/integration.sh\n")
        | {
            "scripts/integration.sh": '#!/usr/bin/env bash\nset -euo pipefail\nrun() {\n  bash "$1/__tests__/integration/run_integration_tests.sh"\n}\nrun services/billing\n'
        },
        [("scripts/integration.sh", 4)],
    ),
    "a script file by bash and root": (
        workflow('- run: bash "$GITHUB_WORKSPACE/scripts/integration.sh"\n') | {"scripts/integration.sh": "bash RUNNER\n"},
        [("scripts/integration.sh", 1)],
    ),
    "gitlab": (
        {".gitlab-ci.yml": "integration:\n  stage: test\n  script:\n    - pnpm build\n    - bash RUNNER\n"},
        [(".gitlab-ci.yml", 5)],
    ),
    "gitlab extends": (
        {".gitlab-ci.yml": ".suite:\n  script:\n    - bash RUNNER\nintegration:\n  extends: .suite\n"},
        [(".gitlab-ci.yml", 3)],
    ),
    "gitlab, another job's variables": (
        {".gitlab-ci.yml": "lint:\n  variables: {INTEGRATION_MODE: repo}\n  script: [make]\nit:\n  script:\n    - bash RUNNER\n"},
        [(".gitlab-ci.yml", 6)],
    ),
    "circle": (
        {".circleci/config.yml": "jobs:\n  it:\n    docker: [{image: node}]\n    steps:\n      - checkout\n      - run: bash RUNNER\n"},
        [(".circleci/config.yml", 6)],
    ),
    "tilt": ({"Tiltfile": 'local_resource(\n  "it",\n  cmd="bash RUNNER",\n  labels=["tests"],\n)\n'}, [("Tiltfile", 3)]),
    "tilt words": ({"Tiltfile": 'local_resource("it", cmd=["bash", "RUNNER"], env={"CI": "1"})\n'}, [("Tiltfile", 1)]),
    "tilt composed": (
        {
            "Tiltfile": 'for s in ["billing"]:\n    local_resource(s, "bash services/%s/__tests__/integration/run_integration_tests.sh" % s)\n'
        },
        [("Tiltfile", 2)],
    ),
    "tilt by make": ({"Tiltfile": 'local_resource("it", "make it")\n', "Makefile": "it:\n\tbash RUNNER\n"}, [("Makefile", 2)]),
    "tekton": (
        {
            ".tekton/task.yaml": "apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: it}\nspec:\n  steps:\n    - name: run\n      image: node\n      script: |\n        #!/usr/bin/env bash\n        bash RUNNER\n"
        },
        [(".tekton/task.yaml", 10)],
    ),
    "tekton words": (
        {
            "deploy/task.yaml": 'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: it}\nspec:\n  steps:\n    - name: run\n      image: node\n      command: ["bash"]\n      args: ["RUNNER"]\n'
        },
        [("deploy/task.yaml", 8)],
    ),
    "compose": ({"compose.yml": "services:\n  it:\n    image: node\n    command: bash RUNNER\n"}, [("compose.yml", 4)]),
    "compose env_file without it": (
        {"compose.yml": "services:\n  it:\n    image: node\n    command: bash RUNNER\n    env_file: it.env\n", "it.env": "A=b\n"},
        [("compose.yml", 4)],
    ),
    "compose entrypoint": (
        {"docker-compose.yml": "services:\n  it:\n    build: .\n    entrypoint: ['sh', '-c', 'sleep 5 && bash RUNNER']\n"},
        [("docker-compose.yml", 4)],
    ),
    "compose, one caller without": (
        {
            "compose.yml": "services:\n  it:\n    image: node\n    command: bash RUNNER\n",
            WORKFLOW: "on: push\njobs:\n  a:\n    steps:\n      - run: docker compose run --rm it\n",
        },
        [("compose.yml", 4)],
    ),
    "azure": ({"azure-pipelines.yml": "steps:\n  - script: bash RUNNER\n    displayName: it\n"}, [("azure-pipelines.yml", 2)]),
    "a function of a sourced file": (
        workflow("- run: ./ci/all.sh\n")
        | {"ci/all.sh": 'set -e\nsource ci/lib.sh\nmain() {\n  run_all\n}\nmain "$@"\n', "ci/lib.sh": "run_all() {\n  bash RUNNER\n}\n"},
        [("ci/lib.sh", 2)],
    ),
    "a function called without it": (
        workflow("- run: ./scripts/it.sh\n")
        | {"scripts/it.sh": 'run() {\n  bash "$1"/run_integration_tests.sh\n}\nINTEGRATION_MODE=repo true\nrun services/billing\n'},
        [("scripts/it.sh", 2)],
    ),
    "a step with a folder": (
        workflow("- run: ./__tests__/integration/run_integration_tests.sh\n  working-directory: services/billing\n"),
        [(WORKFLOW, 6)],
    ),
    "an action, one caller of two": (
        {
            ".github/workflows/a.yml": "on: push\njobs:\n  a:\n    env: {INTEGRATION_MODE: repo}\n    steps:\n      - uses: ./.github/actions/suite\n  b:\n    steps:\n      - uses: ./.github/actions/suite\n",
            ".github/actions/suite/action.yml": "name: suite\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: |\n        pnpm build\n        bash RUNNER\n",
        },
        [(".github/actions/suite/action.yml", 8)],
    ),
    "only one job of two": (
        {
            WORKFLOW: "on: push\njobs:\n  a:\n    env: {INTEGRATION_MODE: repo}\n    steps:\n      - run: bash RUNNER\n  b:\n    steps:\n      - run: bash RUNNER\n"
        },
        [(WORKFLOW, 9)],
    ),
    "travis": ({".travis.yml": "env:\n  global:\n    - CI=1\nscript:\n  - bash RUNNER\n"}, [(".travis.yml", 5)]),
    "buildkite": ({".buildkite/pipeline.yml": "steps:\n  - label: it\n    command: bash RUNNER\n"}, [(".buildkite/pipeline.yml", 3)]),
    "just": (workflow("- run: just it\n") | {"justfile": "it:\n    bash RUNNER\n"}, [("justfile", 2)]),
    "taskfile": (
        workflow("- run: task it\n") | {"Taskfile.yml": "version: '3'\ntasks:\n  it:\n    cmds:\n      - bash RUNNER\n"},
        [("Taskfile.yml", 5)],
    ),
}


@pytest.mark.parametrize("name", LOUD)
def test_not_said(name: str) -> None:
    files, expected = LOUD[name]
    assert starts(files) == expected


def test_the_variable_is_configured() -> None:
    config = parse('mode-variables = ["DEPENDENCY_PROFILE"]\nmode-values = ["repo", "cluster"]')
    assert starts(workflow("- run: INTEGRATION_MODE=repo bash RUNNER\n"), config) == [(WORKFLOW, 6)]
    assert starts(workflow("- run: DEPENDENCY_PROFILE=repo bash RUNNER\n"), config) == []
    (finding,) = check_sources(SUITE | workflow(f"- run: bash {RUNNER}\n"), config, Options(only=frozenset({"ITM603"}))).run.findings
    assert "`DEPENDENCY_PROFILE`" in finding.message


def test_a_variable_that_is_set_or_unset_is_always_explicit() -> None:
    config = parse('mode-variables = ["ACCEPTANCE"]\nmode-values = []')
    assert starts(workflow("- run: bash RUNNER\n"), config) == []


def test_only_given_paths_are_reported_and_the_whole_repository_answers(tmp_path: Path) -> None:
    files = SUITE | workflow("- run: make it\n") | {"Makefile": f"it:\n\tbash {RUNNER}\n", "src/a.ts": ""}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    for given, expected in (["Makefile"], ["Makefile"]), ([WORKFLOW], []), (["src"], []), ([], ["Makefile"]):
        found = run(tmp_path, Configs(tmp_path), given, Options(only=frozenset({"ITM603"}))).run.findings
        assert [f.path for f in found] == expected


def test_a_runner_that_is_named_is_enough() -> None:
    """The suite need not be in the repository: who calls a runner knows the contract."""
    outcome = check_sources(workflow("- run: bash RUNNER\n".replace("RUNNER", RUNNER)), None, Options(only=frozenset({"ITM603"})))
    assert [f.span.line for f in outcome.run.findings] == [6]


def test_a_repository_without_the_contract_is_left_alone() -> None:
    sources = workflow("- run: pytest tests/integration\n") | {"tests/integration/test_a.py": "def test_a():\n    assert 1\n"}
    assert check_sources(sources, None, Options(only=frozenset({"ITM603"}))).run.findings == []


def test_it_can_be_suppressed_and_raised() -> None:
    sources = SUITE | workflow(f"- run: bash {RUNNER} # lint430: ignore[ITM603] -- local by design\n")
    outcome = check_sources(sources, None, Options(only=frozenset({"ITM603"})))
    assert outcome.run.findings == []
    assert [s.reason for s in outcome.run.suppressed] == ["local by design"]
    raised = check_sources(
        SUITE | workflow(f"- run: bash {RUNNER}\n"), parse('[levels]\nITM603 = "error"\n'), Options(only=frozenset({"ITM603"}))
    )
    assert [f.severity for f in raised.run.findings] == ["error"]
    ignored = parse('[per-path-ignores]\n".github/**" = ["ITM603"]\n')
    assert check_sources(SUITE | workflow(f"- run: bash {RUNNER}\n"), ignored, Options(only=frozenset({"ITM603"}))).run.findings == []
