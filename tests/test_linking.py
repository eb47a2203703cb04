"""Flow from file to file: whole small trees in, findings out."""

from __future__ import annotations

import pytest

from lint430.engine import Options, check_sources
from lint430.flow.link import affected
from lint430.model import Finding

READ_TS = 'export const isMock = process.env.INTEGRATION_MODE !== "cluster";\nexport const port = Number(process.env.PORT);\n'


def branches(sources: dict[str, str], *, cross_file: bool = True) -> list[tuple[str, int]]:
    outcome = check_sources(sources, options=Options(cross_file=cross_file, only=frozenset({"ITM101"})))
    assert not outcome.failures
    return [(f.path, f.span.line) for f in outcome.run.findings]


def imports_of(spec: str, name: str = "isMock") -> str:
    return f'import {{ {name} }} from "{spec}";\nexport function send() {{\n  if ({name}) return 1;\n  return 2;\n}}\n'


TYPESCRIPT = {
    "relative": ({"services/a/src/env.ts": READ_TS, "services/a/src/x.ts": imports_of("./env")}, "services/a/src/x.ts"),
    "js extension": ({"services/a/src/env.ts": READ_TS, "services/a/src/x.ts": imports_of("./env.js")}, "services/a/src/x.ts"),
    "index": ({"services/a/src/env/index.ts": READ_TS, "services/a/src/x.ts": imports_of("./env")}, "services/a/src/x.ts"),
    "star re-export": (
        {
            "services/a/src/c/env.ts": READ_TS,
            "services/a/src/c/index.ts": 'export * from "./env";\n',
            "services/a/src/x.ts": imports_of("./c"),
        },
        "services/a/src/x.ts",
    ),
    "renamed re-export": (
        {
            "services/a/src/c/env.ts": READ_TS,
            "services/a/src/c/index.ts": 'export { isMock as fake } from "./env";\n',
            "services/a/src/x.ts": imports_of("./c", "fake"),
        },
        "services/a/src/x.ts",
    ),
    "tsconfig paths": (
        {
            "services/a/tsconfig.json": '{\n  // aliases\n  "extends": "./base.json",\n}\n',
            "services/a/base.json": '{"compilerOptions": {"baseUrl": ".", "paths": {"@/*": ["src/*"]}}}',
            "services/a/src/env.ts": READ_TS,
            "services/a/src/deep/x.ts": imports_of("@/env"),
        },
        "services/a/src/deep/x.ts",
    ),
    "base url": (
        {
            "services/a/tsconfig.json": '{"compilerOptions": {"baseUrl": "src"}}',
            "services/a/src/env.ts": READ_TS,
            "services/a/src/deep/x.ts": imports_of("env"),
        },
        "services/a/src/deep/x.ts",
    ),
    "workspace package": (
        {
            "packages/flags/package.json": '{"name": "@acme/flags", "exports": {".": {"types": "./dist/index.d.ts", "import": "./dist/index.js"}}}',
            "packages/flags/src/index.ts": READ_TS,
            "services/a/src/x.ts": imports_of("@acme/flags"),
        },
        "services/a/src/x.ts",
    ),
    "workspace subpath": (
        {
            "packages/flags/package.json": '{"name": "flags", "exports": {"./*": "./src/*.ts"}}',
            "packages/flags/src/env.ts": READ_TS,
            "services/a/src/x.ts": imports_of("flags/env"),
        },
        "services/a/src/x.ts",
    ),
    "workspace main": (
        {
            "packages/flags/package.json": '{"name": "flags", "main": "lib/main.js"}',
            "packages/flags/src/main.ts": READ_TS,
            "services/a/src/x.ts": imports_of("flags"),
        },
        "services/a/src/x.ts",
    ),
    "package imports": (
        {
            "services/a/package.json": '{"name": "a", "imports": {"#env": {"default": "./src/env.js"}}}',
            "services/a/src/env.ts": READ_TS,
            "services/a/src/x.ts": imports_of("#env"),
        },
        "services/a/src/x.ts",
    ),
    "namespace": (
        {
            "services/a/src/env.ts": READ_TS,
            "services/a/src/x.ts": 'import * as env from "./env";\nexport const f = () => {\n  if (env.isMock) return 1;\n  return env.port;\n};\n',
        },
        "services/a/src/x.ts",
    ),
    "default export": (
        {
            "services/a/src/env.ts": 'export default { mock: process.env.INTEGRATION_MODE === "repo", port: 1 };\n',
            "services/a/src/x.ts": 'import env from "./env";\nexport const f = () => {\n  if (env.mock) return 1;\n  return env.port ? 1 : 2;\n};\n',
        },
        "services/a/src/x.ts",
    ),
    "require": (
        {
            "services/a/src/env.js": 'exports.isMock = process.env.INTEGRATION_MODE === "repo";\n',
            "services/a/src/x.js": 'const { isMock } = require("./env");\nmodule.exports = () => {\n  if (isMock) return 1;\n  return 2;\n};\n',
        },
        "services/a/src/x.js",
    ),
    "schema of another file": (
        {
            "services/a/src/schema.ts": 'import { z } from "zod";\nexport const schema = z.object({ INTEGRATION_MODE: z.string(), PORT: z.string() });\n',
            "services/a/src/x.ts": 'import { schema } from "./schema";\nconst env = schema.parse(process.env);\nif (env.INTEGRATION_MODE === "cluster") start();\nif (env.PORT) start();\n',
        },
        "services/a/src/x.ts",
    ),
    "namespace re-exported": (
        {
            "services/a/src/env.ts": READ_TS,
            "services/a/src/index.ts": 'export * as env from "./env";\n',
            "services/a/src/x.ts": 'import { env } from "./index";\nexport const f = () => {\n  if (env.isMock) return 1;\n  return env.port;\n};\n',
        },
        "services/a/src/x.ts",
    ),
    "component loaded later": (
        {
            "services/a/src/panel.tsx": "export default function Panel({ mock, size }: any) {\n  if (size) return null;\n  if (mock) return null;\n  return null;\n}\n",
            "services/a/src/x.tsx": 'import { lazy } from "react";\nconst Panel = lazy(() => import("./panel"));\nexport const App = () => <Panel mock={process.env.INTEGRATION_MODE === "repo"} size={1} />;\n',
        },
        "services/a/src/panel.tsx",
    ),
    "environment under another name": (
        {
            "services/a/src/environment.ts": "export default new Proxy(process.env, {});\n",
            "services/a/src/env.ts": 'import environment from "./environment";\nclass Env {\n  mode = environment.INTEGRATION_MODE ?? "repo";\n  port = environment.PORT;\n  get isMock() {\n    return this.mode !== "cluster";\n  }\n}\nexport default new Env();\n',
            "services/a/src/x.ts": 'import env from "./env";\nexport const f = () => {\n  if (env.isMock) return 1;\n  return env.port ? 1 : 2;\n};\n',
        },
        "services/a/src/x.ts",
    ),
    "module loaded later": (
        {
            "services/a/src/env.ts": READ_TS,
            "services/a/src/x.ts": 'export const f = () => import("./env").then(({ isMock, port }) => {\n  if (port) return 0;\n  if (isMock) return 1;\n  return 2;\n});\n',
        },
        "services/a/src/x.ts",
    ),
    "module required in place": (
        {
            "services/a/src/env.js": 'exports.isMock = process.env.INTEGRATION_MODE === "repo";\n',
            "services/a/src/x.js": 'module.exports = () => {\n  if (require("./env").port) return 0;\n  if (require("./env").isMock) return 1;\n  return 2;\n};\n',
        },
        "services/a/src/x.js",
    ),
    "function": (
        {
            "services/a/src/env.ts": 'export function isMock() {\n  return process.env.INTEGRATION_MODE === "repo";\n}\n',
            "services/a/src/x.ts": 'import { isMock } from "./env";\nexport const f = () => {\n  if (isMock()) return 1;\n  return 2;\n};\n',
        },
        "services/a/src/x.ts",
    ),
}

PY_READ = 'import os\n\nIS_MOCK = os.environ.get("INTEGRATION_MODE", "repo") != "cluster"\nPORT = 1\n'
PY_USE = "{}\n\ndef send():\n    if {}:\n        return 1\n    return 2\n"

PYTHON = {
    "relative": (
        {"services/a/app/env.py": PY_READ, "services/a/app/x.py": PY_USE.format("from .env import IS_MOCK", "IS_MOCK")},
        "services/a/app/x.py",
    ),
    "parent": (
        {
            "services/a/app/env.py": PY_READ,
            "services/a/app/__init__.py": "",
            "services/a/app/deep/__init__.py": "",
            "services/a/app/deep/x.py": PY_USE.format("from ..env import IS_MOCK as fake", "fake"),
        },
        "services/a/app/deep/x.py",
    ),
    "src layout": (
        {
            "services/a/src/app/__init__.py": "",
            "services/a/src/app/env.py": PY_READ,
            "services/a/src/app/x.py": PY_USE.format("from app.env import IS_MOCK", "IS_MOCK"),
        },
        "services/a/src/app/x.py",
    ),
    "another root": (
        {
            "packages/kit/src/kit/__init__.py": "from .env import IS_MOCK\n",
            "packages/kit/src/kit/env.py": PY_READ,
            "services/a/app/x.py": PY_USE.format("from kit import IS_MOCK", "IS_MOCK"),
        },
        "services/a/app/x.py",
    ),
    "module": (
        {
            "services/a/app/env.py": PY_READ,
            "services/a/app/x.py": PY_USE.format("from app import env", "env.IS_MOCK"),
            "services/a/app/__init__.py": "",
        },
        "services/a/app/x.py",
    ),
    "dotted module": (
        {
            "services/a/app/env.py": PY_READ,
            "services/a/app/x.py": PY_USE.format("import app.env", "app.env.IS_MOCK"),
            "services/a/app/__init__.py": "",
        },
        "services/a/app/x.py",
    ),
    "star": (
        {"services/a/app/env.py": PY_READ, "services/a/app/x.py": PY_USE.format("from .env import *", "IS_MOCK")},
        "services/a/app/x.py",
    ),
    "key in a constant": (
        {
            "services/a/app/names.py": 'MODE = "INTEGRATION_MODE"\n',
            "services/a/app/x.py": PY_USE.format("import os\nfrom .names import MODE", 'os.environ[MODE] == "repo"').replace(
                "\n\n", "\n", 1
            ),
        },
        "services/a/app/x.py",
    ),
}

GO = {
    "package": (
        {
            "go.mod": "module example.org/platform\n",
            "services/a/env/env.go": 'package env\n\nimport "os"\n\nvar Mock = os.Getenv("INTEGRATION_MODE") == "repo"\n',
            "services/a/x.go": 'package a\n\nimport "example.org/platform/services/a/env"\n\nfunc F() int {\n\tif env.Mock {\n\t\treturn 1\n\t}\n\treturn 2\n}\n',
        },
        "services/a/x.go",
    ),
    "same package": (
        {
            "go.mod": "module example.org/platform\n",
            "services/a/env.go": 'package a\n\nimport "os"\n\nvar mock = os.Getenv("INTEGRATION_MODE") == "repo"\n',
            "services/a/x.go": "package a\n\nfunc F() int {\n\tif mock {\n\t\treturn 1\n\t}\n\treturn 2\n}\n",
        },
        "services/a/x.go",
    ),
    "replaced module": (
        {
            "services/a/go.mod": "module example.org/a\n\nreplace example.org/kit => ../../packages/kit\n",
            "packages/kit/env/env.go": 'package env\n\nimport "os"\n\nfunc Mock() bool { return os.Getenv("INTEGRATION_MODE") == "repo" }\n',
            "services/a/x.go": 'package a\n\nimport "example.org/kit/env"\n\nfunc F() int {\n\tif env.Mock() {\n\t\treturn 1\n\t}\n\treturn 2\n}\n',
        },
        "services/a/x.go",
    ),
}

BASH = {
    "sourced by its folder": (
        {
            "services/a/bin/env.sh": 'mode="${INTEGRATION_MODE:-repo}"\n',
            "services/a/bin/start.sh": '#!/usr/bin/env bash\nsource "$(dirname "${BASH_SOURCE[0]}")/env.sh"\nif [ "$mode" = repo ]; then\n  echo fake\nfi\n',
        },
        "services/a/bin/start.sh",
    ),
    "sourced from the root": (
        {
            "services/a/lib/env.sh": 'mode="${INTEGRATION_MODE:-repo}"\n',
            "services/a/bin/start.sh": '#!/usr/bin/env bash\n. "${ROOT}/services/a/lib/env.sh"\nif [ "$mode" = repo ]; then\n  echo fake\nfi\n',
        },
        "services/a/bin/start.sh",
    ),
}

ALL = [
    pytest.param(sources, path, id=f"{language}: {name}")
    for language, cases in (("ts", TYPESCRIPT), ("py", PYTHON), ("go", GO), ("sh", BASH))
    for name, (sources, path) in cases.items()
]


@pytest.mark.parametrize(("sources", "path"), ALL)
def test_the_branch_is_found_where_the_other_file_ends(sources: dict[str, str], path: str) -> None:
    found = branches(sources)
    assert [p for p, _ in found] == [path]
    assert "if" in sources[path].splitlines()[found[0][1] - 1]


@pytest.mark.parametrize(("sources", "path"), ALL)
def test_without_links_nothing_is_invented(sources: dict[str, str], path: str) -> None:
    assert branches(sources, cross_file=False) == []


@pytest.mark.parametrize(
    "sources",
    [
        {"services/a/src/env.ts": READ_TS, "services/a/src/x.ts": imports_of("./env", "port")},
        {"services/a/src/env.ts": READ_TS, "services/a/src/x.ts": imports_of("./other")},
        {"services/a/src/env.ts": READ_TS, "services/a/src/x.ts": 'import { isMock } from "isMock";\nif (isMock) run();\n'},
        {"services/a/app/env.py": PY_READ, "services/a/app/x.py": PY_USE.format("from .env import PORT", "PORT")},
    ],
)
def test_other_names_and_other_modules_stay_silent(sources: dict[str, str]) -> None:
    assert branches(sources) == []


@pytest.mark.parametrize("hops", [1, 12, 60])
def test_long_chains_are_followed(hops: int) -> None:
    sources = {"services/a/src/m0.ts": READ_TS}
    for n in range(1, hops + 1):
        sources[f"services/a/src/m{n}.ts"] = f'export {{ isMock }} from "./m{n - 1}";\n'
    sources["services/a/src/x.ts"] = imports_of(f"./m{hops}")
    assert branches(sources) == [("services/a/src/x.ts", 3)]


def test_cycles_end() -> None:
    sources = {
        "services/a/src/a.ts": 'import { b } from "./b";\nexport const mock = process.env.INTEGRATION_MODE === "repo";\nexport const a = () => b();\n',
        "services/a/src/b.ts": 'import { a, mock } from "./a";\nexport const b = (): number => {\n  if (mock) return 1;\n  return a();\n};\n',
    }
    assert branches(sources) == [("services/a/src/b.ts", 3)]


def only(sources: dict[str, str]) -> Finding:
    (finding,) = check_sources(sources, options=Options(only=frozenset({"ITM101"}))).run.findings
    return finding


def places(finding: Finding) -> list[tuple[str, int]]:
    return [(step.path.rpartition("/")[2], step.line) for step in finding.trace]


def test_a_trace_names_every_hop() -> None:
    sources, _ = TYPESCRIPT["renamed re-export"]
    finding = only(sources)
    assert places(finding) == [("env.ts", 1), ("env.ts", 1), ("index.ts", 1), ("x.ts", 1), ("x.ts", 3)]
    assert "`INTEGRATION_MODE` via `isMock` (services/a/src/c/env.ts:1 → services/a/src/c/index.ts:1)" in finding.message


def test_a_trace_names_the_barrel_that_a_function_came_through() -> None:
    finding = only(
        {
            "services/a/src/c/env.ts": 'export function isMock() {\n  return process.env.INTEGRATION_MODE !== "cluster";\n}\n',
            "services/a/src/c/index.ts": 'export * from "./env";\n',
            "services/a/src/x.ts": imports_of("./c").replace("if (isMock)", "if (isMock())"),
        }
    )
    assert places(finding) == [("env.ts", 2), ("index.ts", 1), ("x.ts", 1), ("x.ts", 3), ("x.ts", 3)]
    assert "`INTEGRATION_MODE` via `isMock()` (services/a/src/c/env.ts:2 → services/a/src/c/index.ts:1)" in finding.message


def test_a_trace_names_the_packages_that_an_object_came_through() -> None:
    finding = only(
        {
            "services/b/app/settings.py": "import os\n\n\nclass Settings:\n    mode = os.environ['INTEGRATION_MODE']\n\n\nsettings = Settings()\n",
            "services/b/app/__init__.py": "from .settings import settings as config\n",
            "services/b/app/main.py": "from app import config\n\n\ndef send():\n    if config.mode == 'cluster':\n        return 1\n    return 2\n",
        }
    )
    assert places(finding) == [("settings.py", 5), ("settings.py", 5), ("__init__.py", 1), ("main.py", 1), ("main.py", 5)]


def test_a_long_way_is_cut_short_in_the_message_only() -> None:
    sources = {"services/a/src/m0.ts": READ_TS}
    for hop in range(1, 9):
        sources[f"services/a/src/m{hop}.ts"] = f'export {{ isMock }} from "./m{hop - 1}";\n'
    finding = only(sources | {"services/a/src/x.ts": imports_of("./m8")})
    assert [name for name, _ in places(finding)] == ["m0.ts", *(f"m{hop}.ts" for hop in range(9)), "x.ts", "x.ts"]
    assert "(services/a/src/m0.ts:1 → services/a/src/m1.ts:1 → services/a/src/m2.ts:1 → … → services/a/src/m8.ts:1)" in finding.message


def test_what_flows_into_a_function_of_another_file() -> None:
    sources = {
        "services/a/src/main.ts": 'import { serve } from "./serve";\nserve({ fake: process.env.INTEGRATION_MODE === "repo", port: 1 });\n',
        "services/a/src/serve.ts": "export function serve(options: { fake: boolean; port: number }) {\n  if (options.port) listen();\n  if (options.fake) return;\n  start();\n}\n",
    }
    assert branches(sources) == [("services/a/src/serve.ts", 3)]


@pytest.mark.parametrize(("sources", "path"), ALL)
def test_sifting_changes_nothing(sources: dict[str, str], path: str) -> None:
    def all_of(*, sift: bool) -> list[tuple[str, str, int, str]]:
        return [(f.code, f.path, f.span.line, f.message) for f in check_sources(sources, options=Options(sift=sift)).run.findings]

    assert path in [found[1] for found in all_of(sift=True)]
    assert all_of(sift=True) == all_of(sift=False)


@pytest.mark.parametrize(("sources", "path"), ALL)
def test_links_never_lose_a_branch(sources: dict[str, str], path: str) -> None:
    sources = {**sources, "services/a/src/own.py": 'import os\nif os.environ["INTEGRATION_MODE"] == "repo":\n    x = 1\n'}
    assert set(branches(sources, cross_file=False)) < set(branches(sources))
    assert ("services/a/src/own.py", 2) in branches(sources)


def test_the_order_of_files_changes_nothing() -> None:
    sources, _ = TYPESCRIPT["star re-export"]
    backwards = dict(reversed(sources.items()))
    assert branches(sources) == branches(backwards)


def test_a_change_is_known_to_reach_whoever_uses_the_file_and_whoever_it_calls() -> None:
    sources = {
        "services/a/src/env.ts": READ_TS,
        "services/a/src/c/index.ts": 'export * from "../env";\n',
        "services/a/src/x.ts": imports_of("./c"),
        "services/a/src/main.ts": 'import { isMock } from "./env";\nimport { send } from "./send";\nsend(isMock);\n',
        "services/a/src/send.ts": "export function send(fake: boolean) {\n  if (fake) return 1;\n  return 2;\n}\n",
        "services/a/src/apart.ts": "export const mode = process.env.INTEGRATION_MODE;\n",
    }
    influence = check_sources(sources).influence
    found = affected(influence, ["services/a/src/env.ts"])
    assert found == {f"services/a/src/{name}" for name in ("env.ts", "x.ts", "main.ts", "send.ts")}
    assert affected(influence, ["services/a/src/c/index.ts"]) == {"services/a/src/c/index.ts", "services/a/src/x.ts"}
    assert affected(influence, ["services/a/src/main.ts"]) == {"services/a/src/main.ts", "services/a/src/send.ts"}
    assert affected(influence, ["services/a/src/apart.ts"]) == {"services/a/src/apart.ts"}


def test_a_struct_out_of_a_pair_of_results_widens_the_search() -> None:
    sources = {
        "go.mod": "module example.org/platform\n",
        "services/a/config/config.go": (
            "package config\n\n"
            'type Config struct {\n\tMode string `env:"INTEGRATION_MODE"`\n}\n\n'
            "func Load() (Config, error) {\n\tvar c Config\n\treturn c, nil\n}\n\n"
            'func (c Config) Live() bool { return c.Mode == "cluster" }\n'
        ),
        "services/a/main.go": (
            'package main\n\nimport "example.org/platform/services/a/config"\n\n'
            "func main() {\n\tcfg, err := config.Load()\n\tif err != nil {\n\t\treturn\n\t}\n\tif cfg.Live() {\n\t\tprintln(1)\n\t}\n}\n"
        ),
    }
    assert branches(sources) == [("services/a/main.go", 10)]


def test_declarations_elsewhere_say_whether_a_dropped_result_is_an_error() -> None:
    folder = "services/a/__tests__/integration"
    sources = {
        "go.mod": "module example.org/platform\n",
        "services/a/kit/kit.go": (
            "package kit\n\ntype Engine struct{}\n\n"
            "func New() (*Engine, func()) { return &Engine{}, nil }\n\n"
            "func Open() (*Engine, error) { return nil, nil }\n\n"
            "func (e *Engine) Size() (int, string) { return 0, `` }\n"
        ),
        f"{folder}/setup.go": (
            "package integration\n\ntype client struct{}\n\n"
            "func setup() (*client, string) { return nil, `` }\n\n"
            "func (c *client) args() ([]string, []string) { return nil, nil }\n\n"
            "func (c *client) send() error { return nil }\n"
        ),
        f"{folder}/a_test.go": (
            'package integration\n\nimport (\n\t"testing"\n\n\t"example.org/platform/services/a/kit"\n)\n\n'
            "func TestA(t *testing.T) {\n"
            "\te, _ := kit.New()\n"
            "\tf, _ := kit.Open()\n"
            "\tn, _ := e.Size()\n"
            "\tc, _ := setup()\n"
            "\ta, _ := c.args()\n"
            "\t_ = c.send()\n"
            "\tg, _ := outside(t).args()\n"
            "\tif n != len(a)+len(g) || f == nil {\n\t\tt.Fatal(n)\n\t}\n}\n"
        ),
    }
    outcome = check_sources(sources, options=Options(only=frozenset({"ITM204"})))
    assert not outcome.failures
    assert [(f.path, f.span.line) for f in outcome.run.findings] == [(f"{folder}/a_test.go", 11), (f"{folder}/a_test.go", 15)]


def test_an_expectation_chosen_in_the_harness_stands_there() -> None:
    folder = "services/a/__tests__/integration"
    choice = (
        'export const live = process.env.INTEGRATION_MODE === "cluster";\nexport const expected = live ? 3 : 1;\n'
        "export const count = () => (live ? 3 : 1);\nexport const client = () => (live ? connect() : fake());\n"
    )
    asserted = (
        'import { client, count, expected } from "@";\nit("counts", async () => {\n  expect(await client().count()).toBe(expected);\n'
        "  expect(await client().count()).toBe(count());\n  expect(client()).toBeDefined();\n});\n"
    )
    only = Options(only=frozenset({"ITM203"}))
    harness = {f"{folder}/harness.ts": choice, f"{folder}/a.test.ts": asserted.replace("@", "./harness")}
    found = check_sources(harness, options=only).run.findings
    assert [(f.path, f.span.line) for f in found] == [(f"{folder}/harness.ts", 2), (f"{folder}/harness.ts", 3)]
    mocks = {"services/a/__mocks__/rows.ts": choice, f"{folder}/a.test.ts": asserted.replace("@", "../../__mocks__/rows")}
    found = check_sources(mocks, options=only).run.findings
    assert [(f.path, f.span.line) for f in found] == [(f"{folder}/a.test.ts", 3), (f"{folder}/a.test.ts", 4)]
