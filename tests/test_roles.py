"""The role of files by their paths, in one repository that has everything, and in smaller ones."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from lint430.config import Config, parse
from lint430.model import Role
from lint430.repository.roles import Roles
from lint430.repository.suites import SuiteIndex, find_suites

EXPECTED = {
    Role.HELPER: """tools/integration-runner/integration-mode.sh tools/integration-runner/ts/mode.ts tools/integration-runner/ts/mode.test.ts""",
    Role.RUNNER: """services/a/__tests__/integration/run_integration_tests.sh tests/integration/pack/run_integration_tests.sh""",
    Role.MOCK: """services/a/__mocks__/index.ts services/a/src/__mocks__/deep/client.py services/a/__mocks__/client.test.ts""",
    Role.E2E: """services/a/__tests__/e2e/login.spec.ts services/a/__tests__/e2e/pages/login.ts services/a/__tests__/e2e/test_login.py
        web/playwright.config.ts web/login.spec.ts web/tests/cart.spec.ts web/e2e/pages/cart.ts web/e2e/fixtures/user.ts app/e2e/playwright.config.mts app/e2e/a.ts
        playwright.ci.config.ts cypress/e2e/login.cy.ts e2e/test_flow.py""",
    Role.INTEGRATION_TEST: """services/a/__tests__/integration/orders.test.ts services/a/__tests__/integration/deep/test_x.py
        services/g/__tests__/integration/x_test.go tests/integration/pack/test_flow.py packages/p/__tests__/integration/a.spec.tsx""",
    Role.HARNESS: """services/a/__tests__/integration/helpers.ts services/a/__tests__/integration/conftest.py services/g/testutil/db.go services/a/test/client.ts
        services/a/src/testing/fake.py services/a/tests/unit/conftest.py conftest.py services/a/jest.setup.ts web/src/setupTests.ts web/vitest.setup.mts
        web/vitest-setup.ts services/a/global-setup.ts web/src/test-utils.tsx services/a/fixtures/user.py services/g/internal/testsupport/x.go
        services/a/__tests__/integration/setup.sh services/py/tests/__init__.py services/a/test-utils/x.ts services/a/jest/env.js services/a/integration_tests/base.py
        services/a/Dockerfile.test services/a/tests/Dockerfile services/a/tests/k8s.yaml .github/docker-based-tests/Dockerfile images/smoke_tests/base.Dockerfile tests/integration/pack/lib.sh test/test_helper.bash""",
    Role.TEST_CONFIG: """package.json services/a/package.json pyproject.toml services/a/jest.config.ts services/a/jest.integration.config.js web/vitest.config.mts
        web/vitest.workspace.ts pytest.ini tox.ini .mocharc.cjs services/a/__tests__/integration/jest.config.js .env.test services/a/.env.integration.local
        setup.cfg services/a/requirements-dev.txt""",
    Role.UNIT_TEST: """services/a/__tests__/unit/a.test.ts services/a/src/a.spec.ts services/g/x_test.go services/py/tests/test_a.py services/py/app/tests.py
        services/a/src/b.test.jsx web/src/c.spec.ts web/tests/unit/d.spec.ts scripts/a.bats services/py/a_test.py test/test-parser.mjs tools/x/test_y.py
        services/a/src/setup-tests.test.ts""",
    Role.CI: """.github/workflows/ci.yml .github/actions/x/action.yml .gitlab-ci.yml .circleci/config.yml Tiltfile services/a/Tiltfile Makefile services/a/Makefile
        make/common.mk justfile docker-compose.yml docker-compose.test.yml compose.yaml services/a/compose.override.yml charts/a/values.yaml charts/a/values-prod.yaml
        Jenkinsfile azure-pipelines.yml .tekton/run.yaml ci/run.sh .ci/steps.py Taskfile.yml services/a/__tests__/integration/docker-compose.yml .github/workflows/x.sh""",
    Role.TOOLING: """tools/gen/main.go scripts/release.sh services/a/scripts/seed.ts hack/update.sh noxfile.py tasks.py setup.py web/gulpfile.js Gruntfile.js gulpfile.babel.ts
        tools/Dockerfile tools/x/deploy.yaml .env.example services/a/.env.sample services/a/.env.local.example services/py/setup.py""",
    Role.RUNTIME: """services/a/src/index.ts services/a/src/config/env.ts services/py/app/tasks.py services/py/app/settings.py services/g/main.go services/g/cmd/x/main.go
        web/next.config.mjs web/src/page.tsx services/a/Dockerfile services/a/api.Dockerfile .env services/a/.env.production services/a/k8s/deployment.yaml
        services/a/bin/start services/a/entrypoint.sh web/vite.config.ts services/a/src/latest/a.ts services/a/src/contest.py services/a/src/specification.ts
        services/a/src/mocks/handlers.ts charts/a/templates/deployment.yaml Procfile vercel.json services/py/app/setup.py services/a/src/testable.ts""",
    Role.OTHER: """README.md LICENSE docs/a.md services/a/data.json services/a/logo.png services/a/__mocks__/README.md services/a/__tests__/integration/data.csv
        services/a/Main.java tsconfig.json CODEOWNERS services/a/py.typed .gitignore services/a/src/style.css""",
}
EXTRA = ["services/py/app/__init__.py", "web/vitest.config.mts", "services/py/pyproject.toml"]
PATHS = sorted({path for listed in EXPECTED.values() for path in listed.split()} | set(EXTRA))


def roles(paths: Sequence[str], config: Config | None = None) -> Roles:
    chosen = config or Config()
    return Roles(chosen, paths, SuiteIndex(find_suites(paths, chosen)))


@pytest.mark.parametrize(("path", "role"), [(path, role) for role, listed in EXPECTED.items() for path in listed.split()])
def test_role(path: str, role: Role) -> None:
    # tests/ beside a Playwright config says E2E only where no unit runner is configured there.
    without = "web/vitest" if path == "web/tests/cart.spec.ts" else "\0"
    known = [other for other in PATHS if not other.startswith(without)]
    assert roles(known).role_of(path) is role


def test_specs_in_tests_beside_two_runners_are_unit_tests() -> None:
    assert roles(PATHS).role_of("web/tests/cart.spec.ts") is Role.UNIT_TEST


def test_specs_without_playwright_are_unit_tests() -> None:
    assert roles(["src/a.spec.ts", "e2e/b.spec.ts"]).role_of("src/a.spec.ts") is Role.UNIT_TEST
    assert roles(["e2e/pages/b.ts"]).role_of("e2e/pages/b.ts") is Role.HARNESS


def test_bare_integration_packs_are_unit_tests_where_the_contract_is_unknown() -> None:
    paths = ["tests/integration/pack/test_flow.py", "src/a.py"]
    assert roles(paths).role_of(paths[0]) is Role.UNIT_TEST
    assert roles([*paths, "tools/integration-runner/integration-mode.sh"]).role_of(paths[0]) is Role.INTEGRATION_TEST


def test_configured_globs_go_first_in_their_order() -> None:
    config = parse(
        '[roles]\nintegration-test = ["internal/**/*_test.go"]\nharness = ["internal/**", "README.md"]\nother = ["services/a/__mocks__/old.ts"]'
    )
    given = roles([], config)
    assert given.role_of("internal/provider/a_test.go") is Role.INTEGRATION_TEST
    assert given.role_of("internal/provider/a.go") is Role.HARNESS
    assert given.role_of("README.md") is Role.HARNESS
    assert given.role_of("services/a/__mocks__/old.ts") is Role.OTHER
    assert given.role_of("cmd/main.go") is Role.RUNTIME


@pytest.mark.parametrize(
    ("module", "path", "found"),
    [
        ("acme.testmode", "src/acme/testmode.py", True),
        ("acme.testmode", "src/acme/testmode/__init__.py", True),
        ("acme.testmode", "src/acme/testmodel.py", False),
        ("src/config/mode", "src/config/mode.ts", True),
        ("./src/config/mode.ts", "src/config/mode.ts", True),
        ("github.com/acme/platform/internal/testmode", "internal/testmode/mode.go", True),
        ("github.com/acme/platform/internal/testmode", "internal/other/mode.go", False),
        ("@acme/mode", "packages/mode/index.ts", False),
        (".", "a.py", False),
    ],
)
def test_configured_modules_are_helpers(module: str, path: str, found: bool) -> None:
    config = Config(helper_modules=(module,))
    assert (roles([path], config).role_of(path) is Role.HELPER) is found


def test_a_test_is_never_harness() -> None:
    for path in ("tests/test_utils.py", "test/helpers/a.test.ts", "testutil/x_test.go", "fixtures/a.spec.ts"):
        assert roles([path]).role_of(path) is Role.UNIT_TEST


def test_configured_suites_decide_what_is_an_integration_test() -> None:
    config = parse('[suites]\nfolders = ["acceptance/*"]')
    given = roles(["acceptance/core/a_test.go", "acceptance/core/setup.go", "acceptance/x.go"], config)
    assert given.role_of("acceptance/core/a_test.go") is Role.INTEGRATION_TEST
    assert given.role_of("acceptance/core/setup.go") is Role.HARNESS
    assert given.role_of("acceptance/x.go") is Role.RUNTIME


def test_many_files_are_quick() -> None:
    paths = [f"services/s{n % 200}/src/d{n % 17}/file{n}.{('ts', 'py', 'go', 'yaml', 'test.ts')[n % 5]}" for n in range(20_000)]
    config = parse('[roles]\nharness = ["services/*/kit/**", "**/support/*.ts"]\nrunner = ["go.sh"]')
    start = time.process_time()
    given = roles(paths, config)
    found = {given.role_of(path) for path in paths}
    assert found == {Role.RUNTIME, Role.UNIT_TEST}
    # Measured at 0.15 s; the limit leaves room for a busy machine.
    assert time.process_time() - start < 1.0
