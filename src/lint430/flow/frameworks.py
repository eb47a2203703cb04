"""Browser-test frameworks other than Playwright in TypeScript: by import, by package, by the name of a configuration, by the globals they bring."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint430 import facts
from lint430.model import Span

_IMPORTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("Cypress", r"cypress(?:[/-].*)?|@cypress/.+|@testing-library/cypress(?:/.*)?|@badeball/cypress-.+"),
        (
            "Selenium",
            r"selenium-webdriver(?:/.*)?|selenium(?:\..*)?|seleniumbase(?:\..*)?|selenium-(?:side-runner|standalone)|pytest[_-]selenium"
            r"|github\.com/tebeka/selenium(?:/.*)?|splinter(?:\..*)?|webdriver_manager(?:\..*)?|webdriver-manager|helium",
        ),
        ("WebdriverIO", r"webdriverio(?:/.*)?|@wdio/.+|expect-webdriverio"),
        ("Puppeteer", r"puppeteer(?:-core|-extra|-cluster)?(?:/.*)?|jest-puppeteer|pyppeteer(?:\..*)?|@types/puppeteer|expect-puppeteer"),
        ("TestCafe", r"testcafe(?:[/-].*)?"),
        ("Nightwatch", r"nightwatch(?:[/-].*)?|@nightwatch/.+"),
        ("Protractor", r"protractor(?:/.*)?"),
        ("CodeceptJS", r"codeceptjs(?:/.*)?"),
        ("Nightmare", r"nightmare"),
        ("Detox", r"detox"),
        ("chromedp", r"github\.com/chromedp/chromedp(?:/.*)?"),
        ("Rod", r"github\.com/go-rod/rod(?:/.*)?"),
        ("Agouti", r"github\.com/sclevine/agouti(?:/.*)?"),
        ("Robot Framework", r"robotframework-.*(?:selenium|browser).*"),
        (
            "Playwright outside TypeScript",
            r"playwright\.(?:sync|async)_api(?:\..*)?|pytest[_-]playwright(?:\..*)?|github\.com/(?:playwright-community|mxschmitt)/playwright-go",
        ),
    )
)
_CONFIGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Cypress", re.compile(r"cypress(?:[.-][\w-]+)*\.(?:config\.[cm]?[jt]s|json)")),
    ("WebdriverIO", re.compile(r"wdio(?:[.-][\w-]+)*\.conf\.[cm]?[jt]s")),
    ("Nightwatch", re.compile(r"nightwatch(?:[.-]conf(?:ig)?)?\.(?:[cm]?[jt]s|json)")),
    ("TestCafe", re.compile(r"\.testcaferc\.(?:json|[cm]?js)")),
    ("Protractor", re.compile(r"protractor(?:[.-][\w-]+)*\.conf(?:ig)?\.[jt]s")),
    ("CodeceptJS", re.compile(r"codecept\.conf\.[jt]s")),
)
_CYPRESS_SPEC = re.compile(r".+\.cy\.[cm]?[jt]sx?")
_DEPENDENCIES = re.compile(
    r"(?:(?:dev|peer|optional)?[dD]ependencies|require)\.(?P<key>.+)"
    r"|tool\.poetry(?:\.group\.[^.]+)?\.(?:dev-)?dependencies\.(?P<poetry>[^.]+)(?:\..+)?"
    r"|(?:dev-)?packages\.(?P<pipfile>[^.]+)(?:\..+)?"
    r"|(?:project\.(?:dependencies|optional-dependencies\.[^.]+)|dependency-groups\.[^.]+|tool\.(?:uv|pdm)\.dev-dependencies(?:\.[^.]+)?)\.\d+"
)
_REQUIREMENT = re.compile(r"[A-Za-z0-9][\w.-]*")
_PYTHON_PLAYWRIGHT = "playwright"


def framework_of(module: str) -> str | None:
    """Give the framework that an imported module or a package belongs to."""
    return next((name for name, pattern in _IMPORTS if pattern.fullmatch(module)), None)


def configured_framework(name: str) -> str | None:
    """Give the framework whose configuration or spec has this file name."""
    found = next((framework for framework, pattern in _CONFIGS if pattern.fullmatch(name)), None)
    return found or ("Cypress" if _CYPRESS_SPEC.fullmatch(name) else None)


def declared_frameworks(module: facts.Module) -> Iterator[tuple[str, str, Span]]:
    """List the frameworks among a manifest's dependencies: framework, package, place; each dependency once."""
    is_python = not module.path.endswith((".json", "go.mod"))
    for option in module.options:
        match = _DEPENDENCIES.fullmatch(option.key)
        if match is None:
            continue
        package = match["key"] or match["poetry"] or match["pipfile"]
        if package is None:
            named = _REQUIREMENT.match(str(option.value))
            package = named[0] if named else ""
        framework = framework_of(package.lower())
        if framework is None and is_python and package.lower() == _PYTHON_PLAYWRIGHT:
            framework = "Playwright outside TypeScript"
        if framework is not None:
            yield framework, package, option.span


def uses_cypress(module: facts.Module) -> Span | None:
    """Give where a file uses Cypress's globals, ``cy.…()`` or ``Cypress.…``; None where it does not."""
    bound = {name.local for node in module.body if isinstance(node, facts.Import) for name in node.names}
    if bound & {"cy", "Cypress"}:
        return None
    assigned = set()
    for node in module.nodes():
        if isinstance(node, facts.Assign) and isinstance(node.target, facts.Name):
            assigned.add(node.target.id)
        if (
            isinstance(node, facts.Attribute)
            and isinstance(node.object, facts.Name)
            and node.object.id in ("cy", "Cypress")
            and node.object.id not in assigned
        ):
            return node.span
    return None
