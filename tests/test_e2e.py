"""E2E is Playwright in TypeScript, always against the real services: foreign frameworks, branches on the mode, doubles."""

from __future__ import annotations

import textwrap

import pytest

from lint430.config import parse
from lint430.engine import Options, check_sources

IN_FORCE = {"services/web/__tests__/integration/run_integration_tests.sh": "#!/usr/bin/env bash\n"}
SPEC = "services/web/__tests__/e2e/checkout.spec.ts"
CONFIG = "services/web/playwright.config.ts"
MODE = "process.env.INTEGRATION_MODE"


def places(code: str, files: dict[str, str], *, known: bool = True, config: str | None = None) -> list[tuple[str, int]]:
    sources = {path: textwrap.dedent(text).lstrip("\n") for path, text in files.items()} | (IN_FORCE if known else {})
    outcome = check_sources(sources, None if config is None else parse(config), Options(only=frozenset({code})))
    assert not outcome.failures
    return [(f.path, f.span.line) for f in outcome.run.findings]


def spec(body: str) -> str:
    return 'import { expect, test } from "@playwright/test";\n' + textwrap.dedent(body).lstrip("\n")


BRANCHES: dict[str, tuple[str, list[int]]] = {
    "an if": (f'if ({MODE} === "cluster") {{\n  test("a", async () => {{}});\n}}\n', [2]),
    "in a test": (f'test("a", async ({{ page }}) => {{\n  if ({MODE} !== "cluster") {{\n    await page.goto("/mock");\n  }}\n}});\n', [3]),
    "a ternary": (f'const url = {MODE} === "cluster" ? "https://a" : "http://b";\ntest("a", async ({{ page }}) => page.goto(url));\n', [2]),
    "a table": (
        f'const urls = {{ cluster: "a", repo: "b" }};\nconst url = urls[{MODE}];\ntest("a", async ({{ page }}) => page.goto(url));\n',
        [3],
    ),
    "a skip with a condition": (f'test.skip({MODE} !== "cluster", "only there");\n', [2]),
    "a skip under a condition": (f'test("a", async () => {{\n  if ({MODE} === "repo") test.skip();\n  expect(1).toBe(1);\n}});\n', [3]),
    "a guard": (f'test("a", async () => {{\n  if ({MODE} !== "cluster") return;\n  expect(1).toBe(1);\n}});\n', [3]),
    "an expectation": (f'test("a", async () => {{\n  expect(1).toBe({MODE} === "cluster" ? 1 : 2);\n}});\n', [3]),
    "a switch": (
        f'switch ({MODE}) {{\n  case "cluster":\n    test("a", async () => {{}});\n    break;\n  default:\n    test("b", async () => {{}});\n}}\n',
        [2],
    ),
    "an alias": (
        f'const mock = {MODE} !== "cluster";\ntest("a", async ({{ page }}) => {{\n  mock && (await page.goto("/x"));\n}});\n',
        [4],
    ),
    "two branches": (
        f'const live = {MODE} === "cluster";\nconst a = live ? 1 : 2;\nconst b = live ? 3 : 4;\ntest("a", async () => expect(a).toBe(b));\n',
        [3, 4],
    ),
    "a wrong refusal": (f'if ({MODE} === "cluster") {{\n  throw new Error("not here");\n}}\n', [2]),
    "leaving quietly": (f'if ({MODE} !== "cluster") {{\n  process.exit(0);\n}}\n', [2]),
    "the public variable": ('if (process.env.NEXT_PUBLIC_INTEGRATION_MODE === "cluster") {\n  test("a", async () => {});\n}\n', [2]),
    "refuses": (f'if ({MODE} !== "cluster") {{\n  throw new Error("E2E is cluster only");\n}}\n', []),
    "refuses through an alias": (
        f'const mode = {MODE} ?? "";\nconst isCluster = mode.toLowerCase() === "cluster";\nif (!isCluster) {{\n  throw new Error("x");\n}}\n',
        [],
    ),
    "refuses and says so": (f'if ({MODE} !== "cluster") {{\n  console.error("E2E is cluster only");\n  process.exit(1);\n}}\n', []),
    "refuses unset and others": (f'const mode = {MODE};\nif (!mode || mode !== "cluster") {{\n  throw new Error("x");\n}}\n', []),
    "refuses in the other arm": (f'if ({MODE} === "cluster") {{\n  console.log("go");\n}} else {{\n  throw new Error("x");\n}}\n', []),
    "refuses by a switch": (f'switch ({MODE}) {{\n  case "cluster":\n    break;\n  default:\n    throw new Error("x");\n}}\n', []),
    "asserts the mode": (f'test.beforeAll(() => {{\n  expect({MODE}).toBe("cluster");\n}});\n', []),
    "no mode": ('test("a", async ({ page }) => {\n  if (await page.isVisible("#banner")) await page.click("#close");\n});\n', []),
    "another variable": ('test.skip(!!process.env.CI, "flaky in CI");\nconst url = process.env.BASE_URL ?? "http://localhost";\n', []),
    "only logged": (f'console.log("mode", {MODE});\n', []),
    "a browser condition": ('test("a", async ({ browserName }) => {\n  test.skip(browserName === "webkit", "x");\n});\n', []),
}


@pytest.mark.parametrize("name", BRANCHES)
def test_branches_of_specs(name: str) -> None:
    body, lines = BRANCHES[name]
    assert places("ITM602", {SPEC: spec(body)}) == [(SPEC, line) for line in lines]
    assert places("ITM602", {SPEC: spec(body)}, known=False) == [(SPEC, line) for line in lines]


CONFIGS: dict[str, tuple[str, list[int]]] = {
    "grep": (f'export default {{ grep: {MODE} === "cluster" ? /./ : /@smoke/ }};\n', [1]),
    "projects": (f'const live = {MODE} === "cluster";\nexport default {{\n  projects: live ? [{{ name: "a" }}] : [],\n}};\n', [3]),
    "base url": (f'export default {{\n  use: {{ baseURL: {MODE} === "repo" ? "http://localhost:3000" : "https://x" }},\n}};\n', [2]),
    "spread": (f'export default {{\n  ...({MODE} !== "cluster" && {{ webServer: {{ command: "pnpm dev" }} }}),\n}};\n', [2]),
    "web server in repo mode": (
        'export default {\n  webServer: {\n    command: "INTEGRATION_MODE=repo pnpm dev",\n    port: 3000,\n  },\n};\n',
        [3],
    ),
    "web server's environment": (
        'export default {\n  webServer: {\n    command: "pnpm dev",\n    env: { INTEGRATION_MODE: "repo" },\n  },\n};\n',
        [4],
    ),
    "a mock server": (
        'export default {\n  webServer: [\n    { command: "pnpm dev" },\n    { command: "pnpm run mock-server" },\n  ],\n};\n',
        [4],
    ),
    "doubles as a server": ('export default {\n  webServer: { command: "tsx ./__mocks__/server.ts" },\n};\n', [2]),
    "sets the mode": ('process.env.INTEGRATION_MODE = "repo";\nexport default {};\n', [1]),
    "sets the right mode": (
        'process.env.INTEGRATION_MODE = "cluster";\nexport default { webServer: { command: "pnpm dev", env: { INTEGRATION_MODE: "cluster" } } };\n',
        [],
    ),
    "ci": (
        "export default {\n  retries: process.env.CI ? 2 : 0,\n  forbidOnly: !!process.env.CI,\n  use: { baseURL: process.env.BASE_URL },\n};\n",
        [],
    ),
    "an application as a server": (
        'export default {\n  webServer: { command: "pnpm --filter web start", url: "http://localhost:3000", reuseExistingServer: !process.env.CI },\n};\n',
        [],
    ),
    "refuses": (
        f'if ({MODE} && {MODE} !== "cluster") {{\n  throw new Error("E2E runs in cluster mode only");\n}}\nexport default {{}};\n',
        [],
    ),
}


@pytest.mark.parametrize("name", CONFIGS)
def test_playwright_configs(name: str) -> None:
    text, lines = CONFIGS[name]
    assert places("ITM602", {CONFIG: text}) == [(CONFIG, line) for line in lines]


DOUBLES: dict[str, tuple[str, list[int]]] = {
    "msw in node": (
        'import { setupServer } from "msw/node";\nconst server = setupServer();\ntest.beforeAll(() => server.listen());\n',
        [3],
    ),
    "msw in the browser": ('import { worker } from "./worker";\ntest.beforeAll(async () => {\n  await worker.start();\n});\n', [4]),
    "nock": ('import nock from "nock";\ntest.beforeAll(() => {\n  nock("https://api").get("/x").reply(200);\n});\n', [4]),
    "imported doubles": ('import { seed } from "../../__mocks__/fixtures";\ntest("a", async () => expect(seed).toBeTruthy());\n', [2]),
    "doubles of two files": (
        'import { a } from "../../__mocks__/a";\nimport { b } from "../../__mocks__/b";\ntest("a", async () => expect(a).toBe(b));\n',
        [2],
    ),
    "handlers from doubles": (
        'import { setupServer } from "msw/node";\nimport { handlers } from "../../__mocks__/handlers";\nconst server = setupServer(...handlers);\ntest.beforeAll(() => server.listen());\n',
        [4],
    ),
    "only types": (
        'import type { Order } from "../../__mocks__/fixtures";\nconst order: Order = { id: 1 };\ntest("a", async () => expect(order).toBeTruthy());\n',
        [],
    ),
    "a stubbed request": ('test("a", async ({ page }) => {\n  await page.route("**/ads", (route) => route.abort());\n});\n', []),
    "a clock": ('test("a", async ({ page }) => {\n  await page.clock.install();\n  await page.goto("/");\n});\n', []),
    "page objects": ('import { Checkout } from "./pages/checkout";\ntest("a", async ({ page }) => new Checkout(page).open());\n', []),
    "a page that is served": (
        'import { createServer } from "http";\nconst page = createServer((_, res) => res.end("<html>"));\ntest.beforeAll(() => page.listen(0));\n',
        [],
    ),
    "a started server": ('import { server } from "./app";\ntest.beforeAll(async () => {\n  await server.start();\n});\n', []),
}


@pytest.mark.parametrize("name", DOUBLES)
def test_doubles(name: str) -> None:
    body, lines = DOUBLES[name]
    assert places("ITM602", {SPEC: spec(body)}) == [(SPEC, line) for line in lines]
    assert places("ITM602", {SPEC: spec(body)}, known=False) == []


def test_a_branch_around_doubles_is_one_finding() -> None:
    body = f'import {{ setupServer }} from "msw/node";\nif ({MODE} !== "cluster") {{\n  setupServer().listen();\n}}\n'
    assert places("ITM602", {SPEC: spec(body)}) == [(SPEC, 3)]


def test_other_roles_and_other_languages() -> None:
    branch = f'export const url = {MODE} === "cluster" ? "a" : "b";\n'
    assert places("ITM602", {"services/web/__tests__/integration/helpers.ts": branch, "services/web/src/url.ts": branch}) == []
    python = 'import os\n\n\ndef test_a(page):\n    if os.environ["INTEGRATION_MODE"] == "cluster":\n        assert page\n'
    assert places("ITM602", {"services/web/__tests__/e2e/test_a.py": python}) == [("services/web/__tests__/e2e/test_a.py", 5)]
    assert places(
        "ITM602",
        {SPEC: spec('if (process.env.PROFILE === "live") test.skip();\n')},
        config='mode-variables = ["PROFILE"]\nmode-values = ["live", "fake"]\nlive-values = ["live"]\n',
    ) == [(SPEC, 2)]


FRAMEWORKS: dict[str, tuple[dict[str, str], list[tuple[str, int]]]] = {
    "cypress by name": (
        {"services/web/cypress/e2e/a.cy.ts": 'it("a", () => {\n  cy.visit("/");\n});\n'},
        [("services/web/cypress/e2e/a.cy.ts", 1)],
    ),
    "cypress in an e2e folder": ({SPEC: 'it("a", () => {\n  cy.visit("/");\n});\n'}, [(SPEC, 2)]),
    "cypress config": (
        {"services/web/cypress.config.ts": 'import { defineConfig } from "cypress";\nexport default defineConfig({});\n'},
        [("services/web/cypress.config.ts", 1)],
    ),
    "cypress old config": ({"services/web/cypress.json": "{}\n"}, [("services/web/cypress.json", 1)]),
    "cypress support": (
        {"services/web/cypress/support/commands.js": 'Cypress.Commands.add("login", () => {});\n'},
        [("services/web/cypress/support/commands.js", 1)],
    ),
    "selenium": (
        {SPEC: 'import assert from "assert";\nimport { Builder } from "selenium-webdriver";\nit("a", () => new Builder());\n'},
        [(SPEC, 2)],
    ),
    "required": ({SPEC.replace(".ts", ".js"): 'const { Builder } = require("selenium-webdriver");\n'}, [(SPEC.replace(".ts", ".js"), 1)]),
    "puppeteer in a test": (
        {"services/web/__tests__/integration/a.test.ts": 'import puppeteer from "puppeteer";\ntest("a", () => puppeteer.launch());\n'},
        [("services/web/__tests__/integration/a.test.ts", 1)],
    ),
    "webdriverio": ({SPEC: 'import { browser } from "@wdio/globals";\nit("a", () => browser.url("/"));\n'}, [(SPEC, 1)]),
    "webdriverio config": ({"services/web/wdio.conf.ts": "export const config = {};\n"}, [("services/web/wdio.conf.ts", 1)]),
    "testcafe": ({SPEC: 'import { Selector } from "testcafe";\nfixture("a");\n'}, [(SPEC, 1)]),
    "nightwatch config": ({"services/web/nightwatch.conf.js": "module.exports = {};\n"}, [("services/web/nightwatch.conf.js", 1)]),
    "two imports of one file": (
        {SPEC: 'import { Builder } from "selenium-webdriver";\nimport chrome from "selenium-webdriver/chrome";\nit("a", () => chrome);\n'},
        [(SPEC, 1)],
    ),
    "selenium in python": (
        {"services/web/__tests__/e2e/test_a.py": "from selenium import webdriver\n\n\ndef test_a():\n    assert webdriver.Chrome()\n"},
        [("services/web/__tests__/e2e/test_a.py", 1)],
    ),
    "playwright in python": (
        {
            "services/web/__tests__/e2e/conftest.py": "import pytest\nfrom playwright.sync_api import sync_playwright\n",
            "services/web/__tests__/e2e/test_a.py": "def test_a(page):\n    assert page\n",
        },
        [("services/web/__tests__/e2e/conftest.py", 2), ("services/web/__tests__/e2e/test_a.py", 1)],
    ),
    "go": ({"services/web/__tests__/e2e/a_test.go": "package e2e\n"}, [("services/web/__tests__/e2e/a_test.go", 1)]),
    "chromedp": (
        {"services/web/__tests__/integration/a_test.go": 'package a\n\nimport "github.com/chromedp/chromedp"\n\nvar _ = chromedp.Flag\n'},
        [("services/web/__tests__/integration/a_test.go", 3)],
    ),
    "package.json": (
        {"package.json": '{\n  "devDependencies": {\n    "cypress": "13",\n    "cypress-axe": "1",\n    "puppeteer": "22"\n  }\n}\n'},
        [("package.json", 3), ("package.json", 5)],
    ),
    "package.json on one line": (
        {"package.json": '{"devDependencies": {"cypress": "13", "testcafe": "3"}}\n'},
        [("package.json", 1), ("package.json", 1)],
    ),
    "pyproject": (
        {
            "services/web/pyproject.toml": '[project]\nname = "web"\ndependencies = ["fastapi>=0.1"]\n\n[dependency-groups]\ndev = [\n  "pytest",\n  "selenium>=4",\n]\n'
        },
        [("services/web/pyproject.toml", 8)],
    ),
    "poetry": (
        {"services/web/pyproject.toml": '[tool.poetry.group.dev.dependencies]\npytest = "^8"\nselenium = "^4"\n'},
        [("services/web/pyproject.toml", 3)],
    ),
    "requirements": (
        {"services/web/requirements-dev.txt": "pytest\n# selenium\nselenium==4.1  # browser\n"},
        [("services/web/requirements-dev.txt", 3)],
    ),
    "go.mod": (
        {"services/web/go.mod": "module web\n\nrequire (\n\tgithub.com/chromedp/chromedp v0.9.1\n)\n"},
        [("services/web/go.mod", 4)],
    ),
    "puppeteer that ships": (
        {
            "services/web/package.json": '{"dependencies": {"puppeteer": "22"}}\n',
            "services/web/src/print.ts": 'import puppeteer from "puppeteer";\nexport const b = puppeteer.launch();\n',
        },
        [],
    ),
    "puppeteer-core that ships": (
        {
            "services/web/package.json": '{"dependencies": {"puppeteer": "22", "puppeteer-core": "22"}}\n',
            "services/web/src/print.ts": 'import puppeteer from "puppeteer-core";\nexport const b = puppeteer.launch();\n',
        },
        [],
    ),
    "selenium that ships": (
        {
            "services/scrape/requirements.txt": "selenium==4\n",
            "services/scrape/app/crawl.py": "from selenium import webdriver\n\nDRIVER = webdriver.Chrome\n",
        },
        [],
    ),
    "another service ships it": (
        {
            "services/web/package.json": '{"devDependencies": {"puppeteer": "22"}}\n',
            "services/pdf/src/print.ts": 'import puppeteer from "puppeteer";\nexport const b = puppeteer.launch();\n',
        },
        [("services/web/package.json", 1)],
    ),
    "playwright": (
        {
            SPEC: spec('test("a", async ({ page }) => page.goto("/"));\n'),
            CONFIG: "export default {};\n",
            "package.json": '{"devDependencies": {"@playwright/test": "1.49", "playwright": "1.49"}}\n',
        },
        [],
    ),
    "testing library": (
        {
            "services/web/__tests__/unit/a.test.tsx": 'import { render } from "@testing-library/react";\ntest("a", () => { expect(render(null)).toBeTruthy(); });\n'
        },
        [],
    ),
    "python helpers of a Playwright suite": ({"services/web/__tests__/e2e/seed.py": "def seed():\n    return 1\n"}, []),
    "integration tests in python and go": (
        {
            "services/web/__tests__/integration/test_a.py": "def test_a():\n    assert 1\n",
            "services/gate/__tests__/integration/a_test.go": "package a\n",
        },
        [],
    ),
    "a client named cy": ({"services/web/__tests__/unit/a.test.ts": "const cy = cytoscape();\ncy.layout({});\n"}, []),
    "an imported graph": ({"services/web/__tests__/unit/a.test.ts": 'import { cy } from "./graph";\ncy.add(1);\n'}, []),
    "prose": ({SPEC: spec('// was a Cypress test: cy.visit("/")\ntest("selenium", async ({ page }) => page.goto("/cypress"));\n')}, []),
    "a lock file and scripts": ({"package.json": '{"scripts": {"cypress": "echo no"}, "description": "no selenium"}\n'}, []),
}


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_frameworks(name: str) -> None:
    files, expected = FRAMEWORKS[name]
    assert places("ITM601", files) == expected


def test_frameworks_are_nobodys_business_without_the_contract() -> None:
    files = {
        "packages/vue/__tests__/e2e/a.spec.ts": 'import puppeteer from "puppeteer";\n',
        "package.json": '{"devDependencies": {"cypress": "13"}}\n',
    }
    assert places("ITM601", files, known=False) == []
    contract = {SPEC: 'import puppeteer from "puppeteer";\n'}
    assert places("ITM601", contract, known=False) == [(SPEC, 1)]
