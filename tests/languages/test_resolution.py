"""Where imports lead: small repositories, an importer, a module as written, and the file."""

from __future__ import annotations

import json

import pytest

from lint430.languages.resolution import Resolver, Tree


def leads(files: dict[str, str], importer: str, module: str, language: str = "typescript") -> str | None:
    return Resolver(Tree.of([*files, importer], lambda path: files[path].encode() if path in files else None))(importer, language, module)


APP = "services/a/src/app.ts"
PATHS = {"compilerOptions": {"paths": {"@/*": ["./src/*"], "~env": ["./src/env.ts"], "#lib/*": ["./none/*", "./lib/*"]}}}
TYPESCRIPT: dict[str, tuple[dict[str, str], str, str | None]] = {
    "a file": ({"services/a/src/env.ts": ""}, "./env", "services/a/src/env.ts"),
    "a file above": ({"services/a/env.tsx": ""}, "../env", "services/a/env.tsx"),
    "the folder itself": ({"services/a/src/index.ts": ""}, ".", "services/a/src/index.ts"),
    "the folder above": ({"services/a/index.js": ""}, "..", "services/a/index.js"),
    "an index": ({"services/a/src/env/index.mts": ""}, "./env", "services/a/src/env/index.mts"),
    "a file before a folder": ({"services/a/src/env.ts": "", "services/a/src/env/index.ts": ""}, "./env", "services/a/src/env.ts"),
    "a folder with a manifest": (
        {"services/a/src/env/package.json": '{"main": "./lib.js"}', "services/a/src/env/lib.js": "", "services/a/src/env/index.js": ""},
        "./env",
        "services/a/src/env/lib.js",
    ),
    "a compiled name": ({"services/a/src/env.mts": ""}, "./env.mjs", "services/a/src/env.mts"),
    "a compiled component": ({"services/a/src/env.tsx": ""}, "./env.js", "services/a/src/env.tsx"),
    "a dotted name": ({"services/a/src/env.config.ts": ""}, "./env.config", "services/a/src/env.config.ts"),
    "a query": ({"services/a/src/env.ts": ""}, "./env?raw", "services/a/src/env.ts"),
    "out of the repository": ({"env.ts": ""}, "../../../../env", None),
    "a package from outside": ({"services/a/src/react.ts": ""}, "react", None),
    "paths": ({"services/a/tsconfig.json": json.dumps(PATHS), "services/a/src/env.ts": ""}, "@/env", "services/a/src/env.ts"),
    "an exact path": ({"services/a/tsconfig.json": json.dumps(PATHS), "services/a/src/env.ts": ""}, "~env", "services/a/src/env.ts"),
    "the second target": ({"services/a/tsconfig.json": json.dumps(PATHS), "services/a/lib/env.ts": ""}, "@/../lib/env", "services/a/lib/env.ts"),
    "paths above": ({"tsconfig.base.json": '{"compilerOptions": {"paths": {"@a/*": ["services/a/src/*"]}}}', "services/a/src/env.ts": ""}, "@a/env", "services/a/src/env.ts"),
    "extended twice": (
        {
            "services/a/tsconfig.json": '{"extends": ["./nothing.json", "../../config/tsconfig.app"]}',
            "config/tsconfig.app.json": '{"extends": "./base.json"}',
            "config/base.json": '{"compilerOptions": {"baseUrl": "..", "paths": {"env": ["services/a/src/env"]}}}',
            "services/a/src/env.ts": "",
        },
        "env",
        "services/a/src/env.ts",
    ),
    "extended from a workspace package": (
        {
            "services/a/tsconfig.json": '{"extends": "@acme/tsconfig/base.json"}',
            "packages/tsconfig/package.json": '{"name": "@acme/tsconfig"}',
            "packages/tsconfig/base.json": '{"compilerOptions": {"baseUrl": "../..", "paths": {"env": ["services/a/src/env"]}}}',
            "services/a/src/env.ts": "",
        },
        "env",
        "services/a/src/env.ts",
    ),
    "extended from itself": ({"services/a/tsconfig.json": '{"extends": "./tsconfig.json"}'}, "env", None),
    "with comments": (
        {"services/a/tsconfig.json": '{ // paths\n "compilerOptions": { "baseUrl": "./src", /* all */ }, }', "services/a/src/env.ts": ""},
        "env",
        "services/a/src/env.ts",
    ),
    "a broken configuration": ({"services/a/tsconfig.json": "{", "services/a/src/env.ts": ""}, "env", None),
    "a solution's references": (
        {
            "services/a/tsconfig.json": '{"files": [], "references": [{"path": "./tsconfig.app.json"}]}',
            "services/a/tsconfig.app.json": '{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}',
            "services/a/src/env.ts": "",
        },
        "@/env",
        "services/a/src/env.ts",
    ),
    "private imports": (
        {"services/a/package.json": '{"imports": {"#env": {"node": "./src/env.js", "default": "./src/other.js"}}}', "services/a/src/env.ts": "", "services/a/src/other.ts": ""},
        "#env",
        "services/a/src/env.ts",
    ),
    "private patterns": ({"services/a/package.json": '{"imports": {"#lib/*": ["./lib/*.js"]}}', "services/a/lib/env.ts": ""}, "#lib/env", "services/a/lib/env.ts"),
    "no such private import": ({"services/a/package.json": '{"imports": {"#other": "./x.js"}}'}, "#env", None),
    "a package": ({"packages/env/package.json": '{"name": "@acme/env"}', "packages/env/src/index.ts": ""}, "@acme/env", "packages/env/src/index.ts"),
    "a package by its root": ({"packages/env/package.json": '{"name": "env"}', "packages/env/index.js": ""}, "env", "packages/env/index.js"),
    "a package by its source": ({"packages/env/package.json": '{"name": "env", "source": "lib/a.ts", "main": "dist/b.js"}', "packages/env/lib/a.ts": ""}, "env", "packages/env/lib/a.ts"),
    "a package by what is built": ({"packages/env/package.json": '{"name": "env", "main": "./dist/cjs/main.js"}', "packages/env/src/main.ts": ""}, "env", "packages/env/src/main.ts"),
    "a package by its types": ({"packages/env/package.json": '{"name": "env", "types": "build/flags.d.ts"}', "packages/env/src/flags.ts": ""}, "env", "packages/env/src/flags.ts"),
    "exports as one path": ({"packages/env/package.json": '{"name": "env", "exports": "./lib/env.js"}', "packages/env/lib/env.ts": ""}, "env", "packages/env/lib/env.ts"),
    "exports by condition": (
        {"packages/env/package.json": '{"name": "env", "exports": {"import": "./dist/env.mjs", "require": "./dist/env.cjs"}}', "packages/env/src/env.ts": ""},
        "env",
        "packages/env/src/env.ts",
    ),
    "exports of a part": (
        {"packages/env/package.json": '{"name": "env", "exports": {"./flags": {"types": "./dist/flags.d.ts", "default": "./dist/flags.js"}}}', "packages/env/src/flags.ts": ""},
        "env/flags",
        "packages/env/src/flags.ts",
    ),
    "exports by pattern": (
        {"packages/env/package.json": '{"name": "@acme/env", "exports": {"./*": "./src/*/index.ts"}}', "packages/env/src/flags/index.ts": ""},
        "@acme/env/flags",
        "packages/env/src/flags/index.ts",
    ),
    "a part without exports": ({"packages/env/package.json": '{"name": "env"}', "packages/env/src/flags.ts": ""}, "env/flags", "packages/env/src/flags.ts"),
    "a part by its path": ({"packages/env/package.json": '{"name": "env"}', "packages/env/lib/flags.ts": ""}, "env/lib/flags", "packages/env/lib/flags.ts"),
    "a package without a name": ({"packages/env/package.json": "[]", "packages/env/index.ts": ""}, "env", None),
}  # fmt: skip


@pytest.mark.parametrize("name", TYPESCRIPT)
def test_typescript(name: str) -> None:
    files, module, expected = TYPESCRIPT[name]
    assert leads(files, APP, module) == expected


PYTHON: dict[str, tuple[dict[str, str], str, str | None]] = {
    "a sibling": ({"services/b/app/env.py": ""}, ".env", "services/b/app/env.py"),
    "the package": ({"services/b/app/__init__.py": ""}, ".", "services/b/app/__init__.py"),
    "above": ({"services/b/env/__init__.py": ""}, "..env", "services/b/env/__init__.py"),
    "too far above": ({"env.py": ""}, "......env", None),
    "absolute": ({"services/b/app/env.py": ""}, "app.env", "services/b/app/env.py"),
    "a source folder": ({"services/b/src/acme/env.py": ""}, "acme.env", "services/b/src/acme/env.py"),
    "another root": ({"libs/py/acme/__init__.py": "", "libs/py/acme/env.py": ""}, "acme.env", "libs/py/acme/env.py"),
    "a namespace package": ({"libs/one/acme/env/flags.py": ""}, "acme.env.flags", "libs/one/acme/env/flags.py"),
    "the nearer of two roots": ({"services/a/conf/env.py": "", "services/b/conf/env.py": ""}, "conf.env", "services/b/conf/env.py"),
    "the standard library": ({"services/b/app/env.py": ""}, "os.path", None),
}


@pytest.mark.parametrize("name", PYTHON)
def test_python(name: str) -> None:
    files, module, expected = PYTHON[name]
    assert leads(files, "services/b/app/main.py", module, "python") == expected


GO: dict[str, tuple[dict[str, str], str, str | None]] = {
    "the module": ({"services/c/go.mod": "module example.com/c\n", "services/c/c.go": ""}, "example.com/c", "services/c"),
    "a package": ({"services/c/go.mod": 'module "example.com/c" // x\n', "services/c/env/e.go": ""}, "example.com/c/env", "services/c/env"),
    "a longer name": ({"services/c/go.mod": "module example.com/c\n", "services/c/env/e.go": ""}, "example.com/cd/env", None),
    "a nested module": (
        {"go.mod": "module example.com\n", "c/env/e.go": "", "libs/c/go.mod": "module example.com/c\n", "libs/c/env/e.go": ""},
        "example.com/c/env",
        "libs/c/env",
    ),
    "replaced": (
        {"services/c/go.mod": "module example.com/c\n\nreplace github.com/acme/env v1.0.0 => ../../libs/env\n", "libs/env/e.go": ""},
        "github.com/acme/env",
        "libs/env",
    ),
    "replaced in a list": (
        {"services/c/go.mod": "module example.com/c\n\nreplace (\n\tgithub.com/acme/env => ../../libs/env\n)\n", "libs/env/e.go": ""},
        "github.com/acme/env",
        "libs/env",
    ),
    "of another module of the workspace": (
        {"go.work": "use (\n\t./libs/env\n\t./services/c\n)\n", "libs/env/go.mod": "module github.com/acme/env\n", "libs/env/e.go": "", "services/c/go.mod": "module example.com/c\n"},
        "github.com/acme/env",
        "libs/env",
    ),
    "from outside, with the same last folders": ({"services/c/go.mod": "module example.com/c\n", "services/c/internal/env/e.go": ""}, "github.com/other/internal/env", None),
    "without a module file": ({"internal/env/e.go": ""}, "github.com/acme/c/internal/env", "internal/env"),
    "the standard library": ({"services/c/os/e.go": ""}, "os", None),
    "a folder without Go": ({"services/c/go.mod": "module example.com/c\n", "services/c/env/e.txt": ""}, "example.com/c/env", None),
}  # fmt: skip


@pytest.mark.parametrize("name", GO)
def test_go(name: str) -> None:
    files, module, expected = GO[name]
    assert leads(files, "services/c/main.go", module, "go") == expected


BASH: dict[str, tuple[dict[str, str], str, str | None]] = {
    "beside": ({"services/d/bin/lib.sh": ""}, "./lib.sh", "services/d/bin/lib.sh"),
    "by the script's folder": ({"services/d/bin/lib.sh": ""}, "${DIR}/lib.sh", "services/d/bin/lib.sh"),
    "above the script's folder": ({"services/d/lib/env.sh": ""}, "$(dirname x)/../lib/env.sh", "services/d/lib/env.sh"),
    "by the root": ({"tools/env.sh": ""}, "${ROOT}/tools/env.sh", "tools/env.sh"),
    "a name only": ({"services/d/bin/lib.sh": ""}, "lib.sh", "services/d/bin/lib.sh"),
    "all of it a variable": ({"services/d/bin/lib.sh": ""}, "${LIB}", None),
    "from the machine": ({"etc/env.sh": ""}, "/etc/env.sh", None),
    "nowhere": ({"tools/env.sh": ""}, "${ROOT}/tools/other.sh", None),
    "itself": ({}, "./run.sh", None),
}


@pytest.mark.parametrize("name", BASH)
def test_bash(name: str) -> None:
    files, module, expected = BASH[name]
    assert leads(files, "services/d/bin/run.sh", module, "bash") == expected


def test_a_language_without_imports_leads_nowhere() -> None:
    assert leads({"a.json": ""}, "b.json", "./a.json", "manifest") is None
