"""Manifests give settings, scripts, options and comments with exact places."""

from __future__ import annotations

import re
import sys
import time
import types

import pytest

from lint430 import facts
from lint430.facts import Evaluate, Literal, Module, Setting
from lint430.languages.manifest import LANGUAGE
from lint430.languages.manifest.lowering import lower as lower_bytes
from lint430.model import Span


def fragment(text: str, path: str, line: int, column: int, columns: tuple[int, ...] | None = None) -> Module:
    """Stand in for the Bash lowering: one literal for each word, so that places can be seen."""
    body: list[facts.Stmt] = []
    for index, content in enumerate(text.split("\n")):
        first = column if index == 0 else columns[index - 1] if columns else 1
        for word in re.finditer(r"\S+", content):
            start = first + len(content[: word.start()].encode())
            span = Span(line + index, start, line + index, start + len(word[0].encode()))
            body.append(Evaluate(span, Literal(span, word[0])))
    error = Span(line, column, line, column + 1)
    return Module(path, "bash", tuple(body), errors=(error,), tags=(("t", error),))


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("lint430.languages.bash.lowering")
    module.lower_fragment = fragment  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "lint430.languages.bash.lowering", module)


def cut(source: str, span: Span) -> str:
    lines = source.encode().split(b"\n")
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1].decode()
    middle = lines[span.line : span.end_line - 1]
    return b"\n".join([lines[span.line - 1][span.column - 1 :], *middle, lines[span.end_line - 1][: span.end_column - 1]]).decode()


def lower(path: str, source: str, *, errors: int = 0) -> Module:
    """Lower, and check that every name and every comment stands where it says."""
    module = lower_bytes(path, source.encode())
    assert len(module.errors) == errors, module.errors
    for setting in module.settings:
        assert cut(source, setting.span) == setting.name
    for comment in module.comments:
        assert cut(source, comment.span) == comment.text
        assert comment.alone == (not source.encode().split(b"\n")[comment.span.line - 1][: comment.span.column - 1].strip())
    return module


def settings(module: Module) -> list[tuple[str, str | None, str]]:
    return [(s.name, s.value, s.where) for s in module.settings]


def scripts(module: Module) -> list[tuple[str, str]]:
    return [(s.name, s.text) for s in module.scripts]


def words(module: Module, index: int = 0) -> list[tuple[str, Span]]:
    body = module.scripts[index].module.body
    return [(str(s.value.value), s.value.span) for s in body if isinstance(s, Evaluate) and isinstance(s.value, Literal)]


def check_words(source: str, module: Module) -> None:
    for index in range(len(module.scripts)):
        for word, span in words(module, index):
            assert cut(source, span) == word
        whole = module.scripts[index].span
        assert (whole.line, whole.column) < (whole.end_line, whole.end_column)


def one(module: Module, name: str) -> Setting:
    found = [s for s in module.settings if s.name == name]
    assert len(found) == 1, found
    return found[0]


def options(module: Module) -> dict[str, object]:
    return {o.key: o.value for o in module.options}


# --- YAML --------------------------------------------------------------------------------------------------------------------------

WORKFLOW = """\
# nightly
on: [push]
env:
  INTEGRATION_MODE: cluster  # explicit
jobs:
  test:
    env: { LEVEL: "debug", EMPTY: }
    strategy:
      matrix:
        mode: [repo, 'mock']
        include:
          - mode: hybrid
            os: linux
            ${{ x }}: y
        exclude:
          - mode: repo
    steps:
      - uses: actions/checkout@v4
        with:
          TOKEN_NAME: x
      - name: Suite
        env:
          INTEGRATION_MODE: ${{ matrix.mode }}
        run: |
          export A=1
          # inside the script
            ./run_integration_tests.sh ${{ matrix.mode }}

          é last
      - run: >-
          make
          test
            indented

          end
      - run: "echo \\"hi\\" é there"
      - shell: python
        run: import os
      - run: |
          #!/usr/bin/env python
          print()
"""


def test_workflow() -> None:
    module = lower(".github/workflows/nightly.yml", WORKFLOW)
    assert settings(module) == [
        ("INTEGRATION_MODE", "cluster", "ci-env"),
        ("LEVEL", "debug", "ci-env"),
        ("EMPTY", "", "ci-env"),
        ("mode", "repo", "ci-matrix"),
        ("mode", "mock", "ci-matrix"),
        ("mode", "hybrid", "ci-matrix"),
        ("os", "linux", "ci-matrix"),
        ("TOKEN_NAME", "x", "other"),
        ("INTEGRATION_MODE", None, "ci-env"),
    ]
    assert [cut(WORKFLOW, s.value_span) for s in module.settings if s.value_span] == [
        "cluster",
        '"debug"',
        "repo",
        "'mock'",
        "hybrid",
        "linux",
        "x",
        "${{ matrix.mode }}",
    ]
    assert [s.source for s in module.settings if s.source] == ["${{ matrix.mode }}"]
    assert [c.text for c in module.comments] == ["# nightly", "# explicit"]
    assert [s.name for s in module.scripts] == ["Suite", "test", "test"]
    assert "${{ matrix.mode }}" in module.scripts[0].text
    assert module.options == ()
    filled = [w for w, _ in words(module) if w.startswith("${_")]
    assert filled == ["${" + "_" * 15 + "}"]
    for word, span in words(module):
        assert cut(WORKFLOW, span) == word or word in filled
    assert [w for w, _ in words(module, 1)] == ["make", "test", "indented", "end"]
    assert module.scripts[1].text == "make test\n  indented\n\nend"
    for word, span in words(module, 1):
        assert cut(WORKFLOW, span) == word
    assert module.scripts[2].text == 'echo "hi" é there'
    assert [cut(WORKFLOW, span) for _, span in words(module, 2)] == ["echo", '\\"hi\\"', "é", "there"]


def test_workflow_by_content_and_composite_action() -> None:
    source = "on: push\njobs:\n  a:\n    env:\n      lower: x\n    steps:\n      - run: make\n"
    assert settings(lower("docs/example.yml", source)) == [("lower", "x", "ci-env")]
    action = "runs:\n  using: composite\n  steps:\n    - id: go\n      run: make it\n      shell: bash\n"
    module = lower("actions/suite/action.yml", action)
    assert scripts(module) == [("go", "make it")]
    check_words(action, module)


@pytest.mark.parametrize(
    ("path", "source", "expected", "commands"),
    [
        (
            ".gitlab-ci.yml",
            'variables:\n  MODE: {value: "cluster", description: d}\nsuite:\n  parallel:\n    matrix:\n      - INTEGRATION_MODE: [repo, mock]\n'
            "  before_script: make a\n  script:\n    - make b\n    - [x y, z]\n",
            [("MODE", "cluster", "ci-env"), ("INTEGRATION_MODE", "repo", "ci-matrix"), ("INTEGRATION_MODE", "mock", "ci-matrix")],
            [("suite", "make a"), ("suite", "make b"), ("suite", "x y"), ("suite", "z")],
        ),
        (
            ".circleci/config.yml",
            "jobs:\n  it:\n    environment:\n      - A_B: c\n    steps:\n      - run: make a\n      - run:\n          name: go\n          command: make b\n",
            [("A_B", "c", "ci-env")],
            [("it", "make a"), ("go", "make b")],
        ),
        (
            "azure-pipelines.yml",
            "variables:\n  - name: mode\n    value: repo\n  - group: g\nsteps:\n  - bash: make a\n    displayName: D\n    env: {X: $(mode)}\n",
            [("mode", "repo", "ci-env"), ("X", None, "ci-env")],
            [("D", "make a")],
        ),
        (
            ".travis.yml",
            "env:\n  - A=1 B=two\n  - C=3\nscript: make\n",
            [("A", "1", "ci-env"), ("B", "two", "ci-env"), ("C", "3", "ci-env")],
            [("script", "make")],
        ),
        (
            "Taskfile.yml",
            "tasks:\n  it:\n    env: {INTEGRATION_MODE: repo}\n    cmds:\n      - go test\n",
            [("INTEGRATION_MODE", "repo", "other")],
            [("it", "go test")],
        ),
        (
            "tekton/task.yaml",
            "apiVersion: tekton.dev/v1\nkind: Task\nspec:\n  steps:\n    - name: run\n      env:\n        - name: INTEGRATION_MODE\n          value: cluster\n"
            "      script: |\n        #!/bin/sh\n        make\n",
            [("INTEGRATION_MODE", "cluster", "ci-env")],
            [("run", "#!/bin/sh\nmake")],
        ),
        (
            "docker-compose.test.yml",
            'services:\n  api:\n    environment:\n      - INTEGRATION_MODE=cluster\n      - PASSED\n      - COMPUTED=${X:-y}\n    command: ["sh", "-ec", "make a"]\n'
            '  db:\n    environment: {a: 1, B: }\n    entrypoint: serve --now\n    build: {args: [C_D=e]}\n  c:\n    command: [run, a b, "it\'s"]\n',
            [
                ("INTEGRATION_MODE", "cluster", "compose-env"),
                ("PASSED", None, "compose-env"),
                ("COMPUTED", None, "compose-env"),
                ("a", "1", "compose-env"),
                ("B", None, "compose-env"),
                ("C_D", "e", "other"),
            ],
            [("api", "make a"), ("db", "serve --now"), ("c", "run 'a b' 'it'\"'\"'s'")],
        ),
        (
            "some.yaml",
            "services:\n  a:\n    image: x\n    environment: {m: v}\n",
            [("m", "v", "compose-env")],
            [],
        ),
        (
            "deploy.yaml",
            "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          command: [bash, -c]\n"
            "          args: [make serve]\n          env:\n            - name: INTEGRATION_MODE\n              value: repo\n"
            "            - name: FROM_SECRET\n              valueFrom: {secretKeyRef: {name: a}}\n            - {name: BARE}\n",
            [("INTEGRATION_MODE", "repo", "workload-env"), ("FROM_SECRET", None, "workload-env"), ("BARE", "", "workload-env")],
            [("api", "make serve")],
        ),
        (
            "list.yaml",
            "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: batch/v1\n    kind: CronJob\n    spec: {env: [{name: A_B, value: x}], args: [a, b]}\n"
            "---\napiVersion: v1\nkind: ConfigMap\ndata:\n  INTEGRATION_MODE: repo\n---\napiVersion: v1\nkind: Pod\n"
            'metadata: {annotations: {"helm.sh/hook": test}}\nspec: {env: [{name: C_D, value: "1"}]}\n',
            [("A_B", "x", "job-env"), ("INTEGRATION_MODE", "repo", "other"), ("C_D", "1", "job-env")],
            [("items", "a b")],
        ),
        (
            "chart/values-prod.yaml",
            "api:\n  env:\n    INTEGRATION_MODE: repo\n    lower: x\n  extraEnv:\n    - name: A_B\n      value: c\nFLAG_X: true\n",
            [("INTEGRATION_MODE", "repo", "values"), ("A_B", "c", "values"), ("FLAG_X", "true", "values")],
            [],
        ),
        (
            "x.yaml",
            "a:\n  - name: A_B\n    value: c\n  - X_Y=1\n  - 'D:Z_Z=$q'\n",
            [("A_B", "c", "other"), ("X_Y", "1", "other"), ("Z_Z", None, "other")],
            [],
        ),
    ],
)
def test_yaml_kinds(path: str, source: str, expected: list[object], commands: list[object]) -> None:
    module = lower(path, source)
    assert settings(module) == expected
    assert scripts(module) == commands
    for index, (_, text) in enumerate(scripts(module)):
        if "'" not in text:
            assert " ".join(cut(source, span) for _, span in words(module, index)) == " ".join(text.split())


def test_documents() -> None:
    module = lower("a.yaml", "kind: Deployment\n---\nx: 1\n--- \nkind: Job\n")
    assert module.documents == ("Deployment", "Job")


def test_anchors_and_merge_keys() -> None:
    source = (
        "x-env: &env\n  INTEGRATION_MODE: repo\n  A_B: &v one\nx-more: &more\n  <<: *env\n  C_D: two\nservices:\n  api:\n    image: i\n    environment:\n"
        "      <<: [*env, *more]\n      A_B: own\n  web:\n    image: i\n    environment: *env\n  z: {image: i, environment: {E_F: *v, *v : *none}}\n"
    )
    module = lower("compose.yaml", source)
    assert one(module, "INTEGRATION_MODE").where == "compose-env"
    assert one(module, "C_D").where == "compose-env"
    assert sorted(s.value or "" for s in module.settings if s.name == "A_B") == ["one", "own"]
    assert one(module, "E_F").value == "one"


def test_cyclic_and_exponential_aliases_end() -> None:
    assert lower("a.yaml", "a: &a\n  b: *a\n  X_Y: 1\n  <<: *a\n").settings[0].name == "X_Y"
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    start = time.monotonic()
    lower("a.yaml", bomb)
    assert time.monotonic() - start < 20


def test_helm_templates() -> None:
    source = """\
{{- if .Values.enabled }}
{{/* a comment */}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "x.name" . }}
  labels: {{- include "x.labels" . | nindent 4 }}
    {{- toYaml .Values.labels | nindent 4 }}
spec:
  containers:
    - name: api
      env:
        - name: INTEGRATION_MODE
          value: {{ .Values.mode | quote }}
        - name: "OTHER_ONE"
        {{- if .Values.live }}
          value: "cluster"
        {{- else }}
          value: "repo"
        {{- end }}
        - name: TAIL
          value: "a-{{ .Values.a }}"
        - name: {{ .Values.name }}
          value: z
      args: ["--mode", "{{ .Values.mode }}"]
{{- range
   .Values.x }}
{{- end }}
{{- end }}
"""
    module = lower("chart/templates/deployment.yaml", source)
    assert settings(module) == [
        ("INTEGRATION_MODE", None, "workload-env"),
        ("OTHER_ONE", "cluster", "workload-env"),
        ("OTHER_ONE", "repo", "workload-env"),
        ("TAIL", None, "workload-env"),
    ]
    assert cut(source, one(module, "INTEGRATION_MODE").value_span or module.settings[0].span) == "{{ .Values.mode | quote }}"
    assert [c.text for c in module.comments] == ["{{/* a comment */}}"]
    assert scripts(module) == [("api", "--mode {{ .Values.mode }}")]
    assert module.documents == ("Deployment",)


def test_templates_that_are_no_yaml_are_not_errors() -> None:
    source = "a:\n{{- if .x }}\n  b: 1\n{{- else }}\n  {}\n{{- end }}\nA_B: c\nd: {{ .é\n"
    assert settings(lower("templates/a.yaml", source)) == [("A_B", "c", "other")]
    assert options(lower("templates/b.yaml", "{{ .k }}: x-{{ .v }}{{ .w }}\n")) == {"{{ .k }}": "x-{{ .v }}{{ .w }}"}


def test_yaml_scalars() -> None:
    source = (
        "a: [1, 0x10, 1.5, true, ~, x: y]\n'b''c': \"\\x41\\u00e9\\t\\ud800\"\nd: one\n  two\n\n  three\ne: \"x \\\n  y\n  z\"\nf: 'it''s'\n"
        "g: |2\n   lead\n  rest\nh: >\n  a\n  b\ni: |\nj: 1:30\n? k\n: l\n-: m\nn: [a, , b]\n? [x]\n: y\nseq:\n-\n- !!str 5\n- # c\n  X\n"
    )
    module = lower_bytes("a.yaml", source.encode())
    found = options(module)
    assert found["a.0"] == 1
    assert found["a.1"] == 16
    assert found["a.2"] == 1.5
    assert found["a.3"] is True
    assert found["a.4"] is None
    assert found["a.5.x"] == "y"
    assert found["b'c"] == "Aé\t?"
    assert found["d"] == "one two\nthree"
    assert found["e"] == "x y z"
    assert found["f"] == "it's"
    assert found["g"] == " lead\nrest"
    assert found["h"] == "a b"
    assert found["i"] == ""
    assert found["k"] == "l"
    assert found["seq.0"] is None
    assert found["seq.2"] == "X"


def test_yaml_crlf_and_tabs() -> None:
    source = (
        "jobs:\r\n  a:\r\n    steps:\r\n      - run: |\r\n          make a\r\n          make b\r\n        env:\r\n          A_B:\tc # t\r\n"
    )
    module = lower(".github/workflows/a.yml", source)
    assert settings(module) == [("A_B", "c", "ci-env")]
    assert scripts(module) == [("a", "make a\nmake b")]
    check_words(source, module)


def test_broken_yaml_keeps_the_rest() -> None:
    source = "env:\n  A_A: 1\n  B_B: 2\n  bad: 'x' y: [\njobs:\n  a:\n    env:\n      C_C: 3\n      many: [\n        D_D,\n      ]\n"
    module = lower(".github/workflows/a.yml", source, errors=1)
    assert [s.name for s in module.settings] == ["A_A", "B_B", "C_C"]
    assert module.errors[0].line == 4
    open_ended = lower(".github/workflows/a.yml", "env:\n  A_A: 1\n  B_B: [1, {\n", errors=1)
    assert settings(open_ended)[0] == ("A_A", "1", "ci-env")


def test_unreadable_yaml_ends() -> None:
    module = lower_bytes("a.yaml", b"\xef\xbb\xbfA_B: c\n" + b"]: [}\n\xff" * 60)
    assert module.errors
    assert module.settings[0].name == "A_B"


# --- JSON --------------------------------------------------------------------------------------------------------------------------

PACKAGE = """\
{
  // JSONC
  "name": "é", /* block */
  "scripts": {
    "it": "cross-env INTEGRATION_MODE=mock jest --opt \\"a b\\" é tail",
    "two": "A=1 B='x y' node a.js && export C=$D; env -i E_E=\\"q\\" run F=no | (G=5 z)",
    "three": "npx jest -t X=1"
  },
  "jest": {"testMatch": ["**/*.ts", "b"], "bail": 1, "rate": 1.5, "ok": true, "none": null, },
  "env": {"INTEGRATION_MODE": "repo // no comment"}
}
"""


def test_package_json() -> None:
    module = lower("web/package.json", PACKAGE)
    assert [c.text for c in module.comments] == ["// JSONC", "/* block */"]
    assert settings(module) == [
        ("INTEGRATION_MODE", "mock", "script-env"),
        ("A", "1", "script-env"),
        ("B", "x y", "script-env"),
        ("C", None, "script-env"),
        ("E_E", "q", "script-env"),
        ("G", "5", "script-env"),
        ("INTEGRATION_MODE", "repo // no comment", "other"),
    ]
    assert cut(PACKAGE, module.settings[0].value_span or module.settings[0].span) == "mock"
    assert [s.name for s in module.scripts] == ["it", "two", "three"]
    assert cut(PACKAGE, module.scripts[2].span) == '"npx jest -t X=1"'
    assert [cut(PACKAGE, span) for _, span in words(module)][-4:] == ['\\"a', 'b\\"', "é", "tail"]
    error = module.scripts[0].module.errors[0]
    assert cut(PACKAGE, error) == "c"
    assert module.scripts[0].module.tags[0][1] == error
    found = options(module)
    assert found["jest.testMatch.1"] == "b"
    assert found["jest.bail"] == 1
    assert found["jest.rate"] == 1.5
    assert found["jest.ok"] is True
    assert found["jest.none"] is None
    assert next(cut(PACKAGE, o.span) for o in module.options if o.key == "jest.testMatch.0") == '"**/*.ts"'


def test_other_json() -> None:
    source = '{"configurations": [{"env": {"INTEGRATION_MODE": "repo", "lower": "x"}}], "turbo": {"env": ["PASSED_ON"]}}'
    assert settings(lower(".vscode/launch.json", source)) == [("INTEGRATION_MODE", "repo", "other")]


@pytest.mark.parametrize("tail", ['"A_C": }', "]", '"x" "y', "@", '{"k"', "{}: 1, bare", '"k", '])
def test_broken_json_keeps_what_precedes(tail: str) -> None:
    source = '{"A_B": "c", "u": "\\ud800\\n", ' + tail
    module = lower_bytes("a.jsonc", source.encode())
    assert module.errors
    assert module.settings[0].name == "A_B"


def test_top_level_word_is_an_error() -> None:
    assert lower_bytes("a.json", b"hello").errors
    assert not lower_bytes("a.json", b"[-1e3, 2]").errors


# --- TOML --------------------------------------------------------------------------------------------------------------------------

PYPROJECT = '''\
# top
[tool.pytest.ini_options]
addopts = "-m 'not cluster'"  # trailing
env = ["D:INTEGRATION_MODE=mock", "OTHER_X=1"]
markers = [
  "a",  # in a list
  """b
c""",
]
[tool.poe.tasks]
it = "INTEGRATION_MODE=repo pytest \\"x y\\" é"
seq = { cmd = "make it", env = { "A_B" = "c" } }
[tool.hatch.envs.default.scripts]
all = ["make a", "make b"]
[[tool.x.y]]
n = 1
[[tool.x.y]]
n.m = 0x10
f = 1.5
b = true
d = 2024-01-01
lit = 'a\\b'
esc = "\\u0041\\U0001F600\\n"
multi = """
one \\
  two
"""
litmulti = \'\'\'
p
q\'\'\'
"quo ted".k = 1_000
[tool.x.y.z]
w = 1
[env]
C_D = { value = "v", force = true }
'''


def test_pyproject() -> None:
    module = lower("pyproject.toml", PYPROJECT)
    assert [c.text for c in module.comments] == ["# top", "# trailing", "# in a list"]
    assert settings(module) == [
        ("INTEGRATION_MODE", "mock", "other"),
        ("OTHER_X", "1", "other"),
        ("INTEGRATION_MODE", "repo", "script-env"),
        ("A_B", "c", "other"),
        ("C_D", "v", "other"),
    ]
    assert scripts(module) == [
        ("it", 'INTEGRATION_MODE=repo pytest "x y" é'),
        ("seq", "make it"),
        ("all", "make a"),
        ("all", "make b"),
    ]
    assert [cut(PYPROJECT, span) for _, span in words(module)] == ["INTEGRATION_MODE=repo", "pytest", '\\"x', 'y\\"', "é"]
    found = options(module)
    assert found["tool.pytest.ini_options.addopts"] == "-m 'not cluster'"
    assert found["tool.pytest.ini_options.markers.1"] == "b\nc"
    assert found["tool.x.y.0.n"] == 1
    assert found["tool.x.y.1.n.m"] == 16
    assert found["tool.x.y.1.f"] == 1.5
    assert found["tool.x.y.1.b"] is True
    assert found["tool.x.y.1.d"] == "2024-01-01"
    assert found["tool.x.y.1.lit"] == "a\\b"
    assert found["tool.x.y.1.esc"] == "A😀\n"
    assert found["tool.x.y.1.multi"] == "one two\n"
    assert found["tool.x.y.1.litmulti"] == "p\nq"
    assert found["tool.x.y.1.quo ted.k"] == 1000
    assert found["tool.x.y.1.z.w"] == 1


def test_broken_toml() -> None:
    module = lower_bytes("mise.toml", b'[env]\nA_B = "c"\n[x\ny = = 3\n[z]\nC_D = "e"\n')
    assert module.errors
    assert module.settings[0].name == "A_B"
    assert not lower_bytes("a.toml", b"a = 1\n[a.b]\nc = 2\n[[a.b.d]]\n[[t]]\n[t.u]\n").settings


# --- INI ---------------------------------------------------------------------------------------------------------------------------


def test_tox() -> None:
    source = (
        "# c\n[tox]\nenvlist = py\n[testenv:it]\nsetenv =\n    INTEGRATION_MODE = mock\n  ; inner\n    py311: A_B=c\n    X_Y={env:Q:r}\ncommands =\n"
        '    - pytest \\\n      -k é x\n    cluster: make it\n[pytest]\nenv =\n    R:C_D=1\naddopts: -m "not cluster"\nempty =\nbare\n  more \\\n=bad\n'
    )
    module = lower("tox.ini", source, errors=1)
    assert settings(module) == [("INTEGRATION_MODE", "mock", "other"), ("A_B", "c", "other"), ("X_Y", None, "other"), ("C_D", "1", "other")]
    assert cut(source, module.settings[0].value_span or module.settings[0].span) == "mock"
    assert scripts(module) == [("testenv:it", "pytest \\\n-k é x"), ("testenv:it", "make it")]
    check_words(source, module)
    assert [c.text for c in module.comments] == ["# c", "; inner"]
    assert options(module)["pytest.addopts"] == '-m "not cluster"'
    assert next(cut(source, o.span) for o in module.options if o.key == "pytest.addopts") == '-m "not cluster"'
    assert options(module)["pytest.bare"] == "more \\"
    assert scripts(lower("setup.cfg", "commands = make \\")) == [("commands", "make \\")]


# --- Dockerfiles -------------------------------------------------------------------------------------------------------------------

DOCKERFILE = """\
# syntax=docker/dockerfile:1
FROM node:20 AS base
ARG INTEGRATION_MODE
ARG A=1 B="two words"
ENV INTEGRATION_MODE=repo X="y z" \\
    # between
    E='q' P=$PATH
ENV OLD form of it
env lower=1
RUN --mount=type=cache,target=/x make a && \\
    # gone

    make b
RUN ["sh", "-c", "make \\"c\\" d"]
CMD ["node", "server.js"]
ENTRYPOINT [not json]
RUN <<EOF
make e
make f
EOF
RUN cat <<-'END' > /x
\tENV NOT_ONE=1
\tEND
COPY <<F1 <<F2 /d/
ENV NOT_TWO=1
F1
# no comment
F2
RUN grep <<<EOF
ONBUILD RUN make g
HEALTHCHECK --interval=5s CMD make h
HEALTHCHECK NONE
RUN [["x"]]
ENV =x
ENV
ARG 1 C
BOGUS line
"""


def test_dockerfile() -> None:
    module = lower("services/api/Dockerfile", DOCKERFILE, errors=1)
    assert settings(module) == [
        ("INTEGRATION_MODE", None, "dockerfile-arg"),
        ("A", "1", "dockerfile-arg"),
        ("B", "two words", "dockerfile-arg"),
        ("INTEGRATION_MODE", "repo", "dockerfile-env"),
        ("X", "y z", "dockerfile-env"),
        ("E", "q", "dockerfile-env"),
        ("P", None, "dockerfile-env"),
        ("OLD", "form of it", "dockerfile-env"),
        ("lower", "1", "dockerfile-env"),
    ]
    assert [cut(DOCKERFILE, s.value_span) for s in module.settings if s.value_span] == [
        "1",
        "two words",
        "repo",
        "y z",
        "q",
        "$PATH",
        "form of it",
        "1",
    ]
    assert scripts(module) == [
        ("RUN", "make a && \\\n    make b"),
        ("RUN", 'make "c" d'),
        ("CMD", "node server.js"),
        ("ENTRYPOINT", "[not json]"),
        ("RUN", "make e\nmake f"),
        ("RUN", "cat <<-'END' > /x\n\tENV NOT_ONE=1\n\tEND"),
        ("RUN", "grep <<<EOF"),
        ("RUN", "make g"),
        ("CMD", "make h"),
        ("RUN", '[["x"]]'),
    ]
    for index in (0, 2, 4, 5, 7, 8):
        for word, span in words(module, index):
            assert cut(DOCKERFILE, span) == word
    assert [cut(DOCKERFILE, span) for _, span in words(module, 1)] == ["make", '\\"c\\"', "d"]
    assert [c.text for c in module.comments] == ["# syntax=docker/dockerfile:1", "# between", "# gone"]


def test_dockerfile_escape_directive_and_crlf() -> None:
    source = '# escape=`\r\nFROM x\r\nENV A=1 `\r\n  B=2\r\nRUN [`\r\n"a", "b"]\r\n'
    module = lower("Dockerfile", source)
    assert settings(module) == [("A", "1", "dockerfile-env"), ("B", "2", "dockerfile-env")]
    assert scripts(module) == [("RUN", "a b")]
    assert [cut(source, span) for _, span in words(module)] == ["a", "b"]


# --- Make --------------------------------------------------------------------------------------------------------------------------

MAKEFILE = """\
# top
include common.mk
INTEGRATION_MODE ?= repo # default
export INTEGRATION_MODE OTHER
export A := one \\
  two
override B = $(shell date)
C != date
ifeq ($(INTEGRATION_MODE),mock)
D += x
else ifneq "cluster" "$(MODE)"
endif
ifeq (a,b)
ifeq broken
ifdef X
endif
endif
define BLOCK
NOT = set
endef
export
test-it deps: INTEGRATION_MODE = cluster
test-it: export E := f
test-it deps: deps ; @echo now
\t@-INTEGRATION_MODE=$(MODE) ./run.sh $$HOME é $X \\
\t  --flag $(call f,(x)) tail
\t# shell comment

\t+make $@ $(open
other::
  indented: x
$(eval $(x))
what is this
"""


def test_makefile() -> None:
    module = lower("Makefile", MAKEFILE, errors=1)
    assert settings(module) == [
        ("INTEGRATION_MODE", "repo", "make"),
        ("INTEGRATION_MODE", None, "make"),
        ("OTHER", None, "make"),
        ("A", "one  two", "make"),
        ("B", None, "make"),
        ("C", None, "make"),
        ("D", "x", "make"),
        ("INTEGRATION_MODE", "cluster", "make"),
        ("E", "f", "make"),
    ]
    assert module.settings[1].value_span is None
    assert [(o.key, o.value, cut(MAKEFILE, o.span)) for o in module.options] == [
        ("include", "common.mk", "common.mk"),
        ("ifeq", "mock", "mock"),
        ("ifeq.INTEGRATION_MODE", "mock", "mock"),
        ("ifneq", "cluster", "cluster"),
        ("ifneq.MODE", "cluster", "cluster"),
    ]
    assert [c.text for c in module.comments] == ["# top", "# default"]
    assert [s.name for s in module.scripts] == ["test-it deps", "test-it deps", "test-it deps", "test-it deps"]
    found = words(module, 1)
    assert [w for w, _ in found][:5] == ["INTEGRATION_MODE=${MODE}", "./run.sh", "$HOME", "é", "${X}"]
    assert [cut(MAKEFILE, span) for _, span in found][:8] == [
        "INTEGRATION_MODE=$(MODE)",
        "./run.sh",
        "$$HOME",
        "é",
        "$X",
        "\\",
        "--flag",
        "$(call f,(x))",
    ]
    assert [cut(MAKEFILE, span) for _, span in words(module, 3)] == ["make", "$@", "$(open"]


JUSTFILE = """\
# top
set dotenv-load
export INTEGRATION_MODE := "repo"
mode := 'x' # c
computed := env_var("Y")
alias t := it

@it $MODE="mock" $BARE +rest: build
    @INTEGRATION_MODE={{ mode }} ./run.sh \\
      --more é
    # shell

    echo done

script:
  #!/usr/bin/env bash
  set -e
    make {{x}}

py:
  #!/usr/bin/env python
  import os
"""


def test_justfile() -> None:
    module = lower("justfile", JUSTFILE)
    assert settings(module) == [
        ("INTEGRATION_MODE", "repo", "make"),
        ("mode", "x", "make"),
        ("computed", None, "make"),
        ("MODE", "mock", "make"),
        ("BARE", None, "make"),
    ]
    assert [s.name for s in module.scripts] == ["it", "it", "it", "script"]
    assert [cut(JUSTFILE, span) for _, span in words(module, 0)] == ["INTEGRATION_MODE={{ mode }}", "./run.sh", "\\", "--more", "é"]
    assert module.scripts[3].text.startswith("#!/usr/bin/env bash\nset -e\n  make ${_")
    assert [c.text for c in module.comments] == ["# top", "# c"]


# --- .env --------------------------------------------------------------------------------------------------------------------------


def test_dotenv() -> None:
    source = (
        '# c\r\nINTEGRATION_MODE=repo # why\r\nexport A="x # y"\r\nB=\'$lit\'\r\nC=\r\nD=a#b\r\nE=$F\r\nexport PASSED\r\nM="one\r\ntwo"\r\n\r\nYAML: v\r\n'
        "é = no\r\nG=é x\r\nH=`q`\r\n"
    )
    module = lower(".env.test", source, errors=1)
    assert settings(module) == [
        ("INTEGRATION_MODE", "repo", "env-file"),
        ("A", "x # y", "env-file"),
        ("B", "$lit", "env-file"),
        ("C", "", "env-file"),
        ("D", "a#b", "env-file"),
        ("E", None, "env-file"),
        ("PASSED", None, "env-file"),
        ("M", "one\ntwo", "env-file"),
        ("YAML", "v", "env-file"),
        ("G", "é x", "env-file"),
        ("H", "q", "env-file"),
    ]
    assert [c.text for c in module.comments] == ["# c", "# why"]
    assert cut(source, one(module, "INTEGRATION_MODE").value_span or Span(1, 1, 1, 1)) == "repo"
    assert settings(lower(".envrc", 'export A="open\nlayout go\n')) == [("A", '"open', "env-file")]


# --- all ---------------------------------------------------------------------------------------------------------------------------


def test_lock_files_cost_nothing() -> None:
    data = b'{"A_B": "' + b"x" * 3_000_000 + b'"}'
    for name in ("package-lock.json", "pnpm-lock.yaml", "poetry.lock", "deno.lock"):
        start = time.monotonic()
        assert lower_bytes(f"web/{name}", data).settings == ()
        assert time.monotonic() - start < 0.1


def test_unknown_names_hold_nothing() -> None:
    assert lower_bytes("a.txt", b"A_B=c").settings == ()


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("a.yaml", "A_B: c\nd:\n" + " " * 120 + "- x\ne: [\n" + "[a],\n" * 101 + "]\n"),
        ("a.yaml", "A_B: c\nx: " + "[" * 2000 + "]" * 2000 + "\n"),
        ("a.yaml", "A_B: c\n" + "".join(" " * i + "a:\n" for i in range(2000))),
        ("a.json", '{"A_B": "c", "x": ' + "[" * 2000 + "]" * 2000 + "}"),
        ("a.json", '{"A_B": "c", "x": ' + '{"k":' * 5000),
        ("a.toml", 'A_B = "c"\nx = ' + "[" * 2000 + "]" * 2000 + "\n"),
        ("a.toml", 'A_B = "c"\n' + "a." * 2000 + "b = 1\n"),
        ("Makefile", "A_B = c\nt:\n\techo " + "$(a " * 2000 + "\n"),
    ],
)
def test_deep_nesting(path: str, source: str) -> None:
    assert lower_bytes(path, source.encode()).settings[0].name == "A_B"


def test_recursion_is_an_error_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> Module:
        raise RecursionError

    monkeypatch.setattr(sys.modules["lint430.languages.bash.lowering"], "lower_fragment", fail)
    module = lower("Dockerfile", "ENV A=1\nRUN x\n", errors=1)
    assert settings(module) == [("A", "1", "dockerfile-env")]


@pytest.mark.parametrize(
    "path", ["a.yml", "a.json", "a.toml", "a.ini", "Dockerfile", "Makefile", "justfile", ".env", "values.yaml", ".github/workflows/a.yml"]
)
@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"\n\n", b"{{", b"}", b"\t", b"a: b: c", b"\\", b"'", b'"', b"$(", b"{{ a }}", b"x:\n\t\\"]
)
def test_garbage_never_raises(path: str, data: bytes) -> None:
    assert lower_bytes(path, data).language == "manifest"


def test_options_are_capped() -> None:
    assert len(lower_bytes("a.json", b"[" + b"1," * 9000 + b"1]").options) == 5000


def test_language_names_every_format() -> None:
    assert LANGUAGE.is_manifest
    assert {".yaml", ".json", ".toml", ".ini", ".mk"} <= LANGUAGE.extensions
    assert "Dockerfile*" in LANGUAGE.filenames
