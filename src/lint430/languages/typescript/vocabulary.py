"""What the names of TypeScript and JavaScript mean: reads of the environment, conversions, and what a call is to a test."""

from __future__ import annotations

import functools
import re

from lint430.languages import Getter, Meaning, Vocabulary


def _words(text: str) -> list[str]:
    return text.split()


# --- the environment -------------------------------------------------------------------------------------------------------------

_PROCESSES = ("process", "globalThis.process", "global.process", "window.process", "self.process")
_PROCESS_MODULES = ("node:process", "process", "std-env")
_ENVIRONMENT_MAPS = frozenset(
    (
        *(f"{name}.env" for name in _PROCESSES),
        *(f"{module}:{member}env" for module in _PROCESS_MODULES for member in ("", "default.", "process.")),
        "import.meta.env",
        "Bun.env",
        "globalThis.Bun.env",
        "bun:env",
        "bun:default.env",
        "$env/dynamic/private:env",
        "$env/dynamic/public:env",
        "$env/static/private:",
        "$env/static/public:",
        "astro:env/server:",
        "cloudflare:workers:env",
        "hono/adapter:env()",
    )
)
_PLAIN = Getter(dynamic=True, default=1)
_PRESENCE = Getter(dynamic=True, returns="presence")
_MEMBER_PRESENCE = Getter(name=1, dynamic=True, returns="presence")
_GETTER_NAMES = _words(
    "getEnv getenv getEnvVar getEnvVariable getEnvironmentVariable readEnv readEnvVar fromEnv requireEnv requireEnvVar requiredEnv mustEnv mustGetEnv "
    "mandatoryEnv env envVar optionalEnv envOr envOrDefault getEnvOrDefault getEnvOrThrow getRequiredEnv getOptionalEnv assertEnv ensureEnv expectEnv "
    "getConfig getConfigValue getSetting readConfig get getOrThrow getString getStringOrThrow"
)
_ENVIRONMENT_GETTERS = {
    "Deno.env.get": Getter(),
    "globalThis.Deno.env.get": Getter(),
    "Deno.env.has": Getter(returns="presence"),
    "env-var:get": Getter(),
    "env-var:default.get": Getter(),
    "astro:env/server:getSecret": Getter(),
    **{f".{name}": _PLAIN for name in _GETTER_NAMES},
    **{f".{name}": _PRESENCE for name in ("hasEnv", "isEnvSet", "envExists")},
    **dict.fromkeys(("Object.hasOwn", "Reflect.has", "Object.prototype.hasOwnProperty.call"), _MEMBER_PRESENCE),
    "Reflect.get": Getter(name=1, dynamic=True),
}

# --- values ----------------------------------------------------------------------------------------------------------------------

_LODASH = ("lodash", "lodash-es", "lodash/fp", "radash", "remeda", "ramda")
_LODASH_CONVERSIONS = _words(
    "toLower toUpper lowerCase upperCase trim toString capitalize camelCase kebabCase snakeCase includes isEqual eq startsWith endsWith identity"
)
_ZOD_KINDS = _words(
    "string() enum() nativeEnum() literal() union() boolean() number() any() unknown() stringbool() custom() preprocess() coerce.boolean() coerce.string()"
)
_ZOD_STEPS = (
    "",
    ".default()",
    ".optional()",
    ".nullish()",
    ".catch()",
    ".toLowerCase()",
    ".trim()",
    ".transform()",
    ".pipe()",
    ".min()",
    ".refine()",
)
_ZOD_CONVERSIONS = frozenset(
    f"zod:{head}{kind}{first}{second}.{parser}"
    for head in ("", "z.", "default.")
    for kind in _ZOD_KINDS
    for first in _ZOD_STEPS
    for second in _ZOD_STEPS
    for parser in ("parse", "parseAsync")
)
_CONVERSIONS = frozenset(
    (
        *_words(
            "String Boolean Number BigInt parseInt parseFloat Number.parseInt Number.parseFloat JSON.stringify JSON.parse isNaN Number.isNaN typeof"
        ),
        *_words(
            "encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape atob btoa String.raw Object.is Promise.resolve Symbol.for"
        ),
        *_words("vue:ref vue:shallowRef vue:unref vue:toValue vue:toRef @preact/signals:signal $state $derived"),
        *(f"{module}:{default}{name}" for module in _LODASH for default in ("", "default.") for name in _LODASH_CONVERSIONS),
        *(f"lodash/{name}:{whole}" for name in _LODASH_CONVERSIONS for whole in ("", "default")),
        *(f"{module}:{default}isDeepStrictEqual" for module in ("util", "node:util") for default in ("", "default.")),
        *_ZOD_CONVERSIONS,
    )
)
_CONVERSION_METHODS = frozenset(
    _words(
        "toLowerCase toUpperCase toLocaleLowerCase toLocaleUpperCase trim trimStart trimEnd trimLeft trimRight toString toLocaleString valueOf toJSON "
        "startsWith endsWith includes has indexOf lastIndexOf localeCompare match matchAll test exec search replace replaceAll split slice substring substr concat "
        "padStart padEnd charAt charCodeAt codePointAt at normalize repeat join equals isEqual contains "
        "asString asEnum asBool asBoolStrict asInt asIntPositive asPortNumber asUrlString asArray asSet asJson required default optional"
    )
)
_WRAPPERS = frozenset(
    (
        *_words(
            ".once .memoize .memoizeOne .memoizee .memo .moize .pMemoize .fastMemoize .throttle .debounce .bind .useCallback .useEvent .useEffectEvent .forwardRef "
            ".observer .promisify .callbackify .lazy .curry .partial .asyncHandler .catchAsync .unstable_cache .useMemoizedFn .useDebouncedCallback"
        ),
        *_words(
            "memoize-one:default p-memoize:default once:default memoizee:default moize:default fast-memoize:default express-async-handler:default"
        ),
        *_words(
            "zustand/middleware:persist zustand/middleware:devtools zustand/middleware:subscribeWithSelector zustand/middleware/immer:immer @nestjs/config:registerAs"
        ),
        *_words("react:cache React.cache react:default.cache mem:default onetime:default"),
    )
)
_CALLERS = frozenset((".useMemo", ".computed", ".createMemo", ".untracked", ".runInAction", ".untrack", "$derived.by", "vue:toValue"))
_PREDICATES = frozenset(
    _words(
        ".filter .some .every .find .findIndex .findLast .findLastIndex .sort .toSorted .partition .reject .takeWhile .dropWhile .skipWhile"
    )
)

# --- tests -----------------------------------------------------------------------------------------------------------------------

_TEST = Meaning("test", body=-1)
_GROUP = Meaning("group", body=-1)
_HOOK = Meaning("hook", body=-1)
_TEARDOWN = Meaning("teardown", body=-1)
_DISABLED = Meaning("disabled", body=-1)
_ONLY = Meaning("only", body=-1)
_SKIP_IF = Meaning("skip-if", condition=0)
_RUN_IF = Meaning("run-if", condition=0)
_SKIP = Meaning("skip", reason=0)
_FAIL = Meaning("fail", reason=0)
_ASSERT = Meaning("assert")
_DOUBLE = Meaning("double")
_MODULE = Meaning("double", makes="module", replacement=1)
_ANSWER = Meaning("double", makes="answer")
_SERVER = Meaning("double", makes="server", body=-1)
_RPC_SERVER = Meaning("double", makes="server")
_RECORDER = Meaning("double", makes="object")
_POLL = Meaning("poll", body=0)
_EXIT = Meaning("exit")
_LOG = Meaning("log")

_FRAMEWORKS = frozenset(
    _words(
        "vitest @jest/globals mocha node:test test @playwright/test playwright/test bun:test @japa/runner uvu ava tap @tapjs/core jest jest-circus tape jasmine @std/testing/bdd "
        "@std/expect jsr:@std/testing/bdd jsr:@std/expect chai expect sinon expect-type expect-webdriverio @wdio/globals qunit zora @effect/vitest cypress "
        "@testing-library/react @testing-library/dom @testing-library/vue @testing-library/svelte @testing-library/angular @testing-library/preact"
    )
)
_DEFAULTS = {
    "ava": "test",
    "node:test": "test",
    "test": "test",
    "tap": "test",
    "@tapjs/core": "test",
    "tape": "test",
    "expect": "expect",
    "chai": "chai",
    "sinon": "sinon",
    "mocha": "mocha",
    "qunit": "QUnit",
}
_ASSERT_MODULES = frozenset(
    _words(
        "assert node:assert assert/strict node:assert/strict uvu/assert power-assert power-assert/strict @std/assert jsr:@std/assert chai/assert assert-plus tiny-invariant invariant"
    )
)
_FAMILIAR = frozenset(_words("describe it test expect beforeAll beforeEach afterAll afterEach suite context"))
"""Names that mean the same from a project's own test kit, where that module cannot be followed."""

_TESTS = {
    **dict.fromkeys(_words("it test specify fixture.test QUnit.test"), _TEST),
    **dict.fromkeys(_words("xit xtest xspecify"), _DISABLED),
    **dict.fromkeys(_words("fit ftest fspecify"), _ONLY),
}
_GROUPS = {
    **dict.fromkeys(_words("describe context suite"), _GROUP),
    **dict.fromkeys(_words("xdescribe xcontext xsuite"), _DISABLED),
    **dict.fromkeys(_words("fdescribe fcontext fsuite"), _ONLY),
}
_HOOKS = {
    **dict.fromkeys(_words("beforeAll beforeEach before setup suiteSetup"), _HOOK),
    **dict.fromkeys(_words("afterAll afterEach after teardown suiteTeardown onTestFinished onTestFailed"), _TEARDOWN),
}
_GROUP_MEMBERS = frozenset(("describe", "suite", "group", "context", "module"))
_FLAVOURS = frozenset(
    _words("concurrent sequential serial parallel shuffle strict live scoped effect cb shared concurrent() sequential() serial()")
)
"""Members of a test function that change how it runs, not whether."""
_MAKERS = frozenset(_words("each for extend override scoped with options withContext"))
"""Members of a test function that give another one when called."""
_OFF = frozenset(_words("skip todo fixme failing fails ignore"))
_CONTEXTS = re.compile(
    r"^(?:<(?:t|ctx|context|testContext|test|tc|task|this|testInfo|info|assert|tt|st|exec|self)>"
    r"|.*:(?:default\.)?(?:Mocha\.)?(?:TestContext|TaskContext|ExecutionContext|TestInfo|Context|SuiteContext|Test))(?=\.)|^this(?=\.(?:skip|todo)$)|^test\.info\(\)(?=\.)"
)
_CONTEXT_ASSERTS = frozenset(
    _words(
        "is not ok notOk true false truthy falsy equal equals notEqual deepEqual notDeepEqual same notSame strictEqual notStrictEqual deepStrictEqual notDeepStrictEqual "
        "strictSame strictNotSame like notLike match notMatch doesNotMatch throws doesNotThrow throwsAsync notThrows notThrowsAsync rejects doesNotReject resolves resolveMatch "
        "regex notRegex snapshot matchSnapshot fileSnapshot assert pass error ifError type hasProp hasProps emits partialDeepStrictEqual isNot expectUncaughtException"
    )
)
_CONTEXT_MEMBERS = {
    "skip": _SKIP,
    "todo": _SKIP,
    "fixme": _SKIP,
    "fail": _FAIL,
    "bailout": _FAIL,
    "test": _TEST,
    "it": _TEST,
    "describe": _GROUP,
    "before": _HOOK,
    "beforeEach": _HOOK,
    "after": _TEARDOWN,
    "afterEach": _TEARDOWN,
    "teardown": _TEARDOWN,
    "tearDown": _TEARDOWN,
    "onTestFinished": _TEARDOWN,
    "onTestFailed": _TEARDOWN,
    "log": _LOG,
    "diagnostic": _LOG,
    "comment": _LOG,
    "annotate": _LOG,
    "waitFor": _POLL,
}
_EXPECT_SILENT = frozenset(
    _words(
        "assertions hasAssertions extend any anything objectContaining arrayContaining arrayOf stringContaining stringMatching closeTo addSnapshotSerializer not getState "
        "setState configure soft addEqualityTesters schemaMatching toBeOneOf objectNotContaining"
    )
)
_EXPECT_PASSIVE = frozenset(_words("withContext then catch finally with_ message"))
_PROPERTIES = frozenset(
    _words(
        "true false null undefined NaN ok empty exist exists arguments Arguments called calledOnce calledTwice calledThrice notCalled rejected fulfilled broken "
        "extensible sealed frozen finite iterable numeric callable valid alwaysCalledWithNew calledWithNew"
    )
)
"""Chai's assertions that are properties, and those of its plug-ins."""
_STUBBED = re.compile(
    r"^(?:(?:jest|vi|vitest|mock|sandbox)\.)?spyOn\(\)\.(?:mock(?:Implementation|ReturnValue|ResolvedValue|RejectedValue)(?:Once)?|mockReturnThis"
    r"|and\.(?:returnValue|returnValues|callFake|resolveTo|rejectWith|throwError|stub))$"
)
_DOUBLES = frozenset(
    (
        *_words(
            "jest.mock jest.doMock jest.unstable_mockModule jest.setMock jest.replaceProperty vi.mock vi.doMock vi.stubGlobal mock.module mock.method mock.getter mock.setter mock.property"
        ),
        *_words(
            "setupServer setupWorker createRouterTransport nock proxyquire proxyquire.noCallThru() proxyquire.load td.replace td.replaceEsm td.object td.instance jasmine.createSpyObj"
        ),
        *_words(
            "sinon.stub sinon.fake sinon.mock sinon.replace sinon.createStubInstance sinon.createFakeServer sinon.fakeServer.create sinon.fakeServerWithClock.create"
        ),
        *_words("sinon.stubObject sinon.fake.returns sinon.fake.resolves sinon.fake.rejects sinon.fake.throws sinon.replaceGetter"),
        *_words("cy.intercept cy.stub mockttp.getLocal"),
    )
)
_MADE = {
    **dict.fromkeys(_words("jest.mock jest.doMock jest.unstable_mockModule jest.setMock vi.mock vi.doMock"), _MODULE),
    "mock.module": Meaning("double", makes="member", replacement=1),
    **dict.fromkeys(
        _words("mock.method mock.getter mock.setter mock.property jest.replaceProperty"), Meaning("double", makes="member", replacement=2)
    ),
    "vi.stubGlobal": Meaning("double", makes="member", replacement=1),
    "createRouterTransport": _SERVER,
    **dict.fromkeys(_words("sinon.stub sinon.fake"), _RECORDER),
}
"""What the doubles are, where that makes a difference."""
_SANDBOX = re.compile(
    r"^(?:<?(?:sandbox|sb|sinonSandbox)>?|sinon\.createSandbox\(\)|createSandbox\(\))\.(stub|fake|mock|replace|createStubInstance|assert\.\w+)$"
)
_MODULE_DOUBLES = frozenset(
    (
        *_words(
            "msw/node:setupServer msw/browser:setupWorker msw/native:setupServer nock: nock:default @connectrpc/connect:createRouterTransport"
        ),
        *_words(
            "undici:MockAgent undici:MockPool undici:MockClient undici:default.MockAgent testdouble:replace testdouble:default.replace testdouble:default.replaceEsm testdouble:replaceEsm"
        ),
        *_words(
            "proxyquire: proxyquire:default proxyquire:default.noCallThru() proxyquire:default.load proxyquire:noCallThru() esmock: esmock:default rewiremock:default rewiremock:proxy"
        ),
        *_words(
            "mock-require: mock-require:default mockery:registerMock mockery:default.registerMock axios-mock-adapter: axios-mock-adapter:default"
        ),
        *_words(
            "jest-mock-extended:mock jest-mock-extended:mockDeep vitest-mock-extended:mock vitest-mock-extended:mockDeep @golevelup/ts-jest:createMock @golevelup/ts-vitest:createMock"
        ),
        *_words(
            "ts-mockito:mock ts-mockito:instance aws-sdk-client-mock:mockClient ioredis-mock: ioredis-mock:default redis-mock:createClient redis-mock:default.createClient"
        ),
        *_words(
            "pg-mem:newDb mock-fs: mock-fs:default memfs:vol.fromJSON mock-socket:Server mock-socket:WebSocket mockttp:getLocal mockttp:default.getLocal nodemailer-mock:default"
        ),
        *_words(
            "@grpc/grpc-js:Server @grpc/grpc-js:default.Server @pact-foundation/pact:PactV3 @pact-foundation/pact:PactV4 @pact-foundation/pact:Pact"
        ),
        *_words(
            "miragejs:createServer json-server:create json-server:default.create wiremock:WireMock moxios:install moxios:default.install moxios:default.stubRequest"
        ),
        *(
            f"{scheme}{module}:{default}{name}"
            for scheme in ("", "node:")
            for module, names in (
                ("http", ("createServer", "Server")),
                ("https", ("createServer", "Server")),
                ("http2", ("createServer", "createSecureServer")),
                ("net", ("createServer", "Server")),
            )
            for default in ("", "default.")
            for name in names
        ),
    )
)
_SERVERS = re.compile(
    r"^(?:node:)?(?:http|https|http2|net):(?:default\.)?(?:create(?:Secure)?Server|Server)$|^(@grpc/grpc-js):(?:default\.)?Server$|:createRouterTransport$"
)
_FETCH_MOCK = re.compile(
    r"^(?:fetchMock|(?:fetch-mock|jest-fetch-mock|vitest-fetch-mock|fetch-mock-jest):(?:default|enableFetchMocks)?)\.?(?:mock\w*|enableMocks|get|post|put|delete|patch|head|route|once|any|sticky|sandbox)?$"
)
_FETCH_MOCK_SILENT = re.compile(r"\.(?:mockClear|mockReset|mockRestore|mockGlobal)$")
_POLLS = frozenset(
    (
        *_words("waitFor vi.waitFor vi.waitUntil expect.poll waitUntil eventually"),
        *_words(
            "wait-for-expect:default wait-for-expect: p-wait-for:default async-wait-until:default async-wait-until:waitUntil p-retry:default async-retry:default async-retry: wait-on:default"
        ),
    )
)
_EXITS = frozenset(
    (
        *(f"{name}.{way}" for name in _PROCESSES for way in ("exit", "abort", "reallyExit")),
        *(
            f"{module}:{default}{way}"
            for module in ("process", "node:process")
            for default in ("", "default.")
            for way in ("exit", "abort")
        ),
        "Deno.exit",
        "Bun.exit",
    )
)
_LOGGER = re.compile(
    r"(?:^|[.:<])(?:console|\w*[lL]og|LOG|\w*[lL]ogger|LOGGER|pino|winston|bunyan|consola|signale|loglevel)(?:>|\(\))*(?:default)?(?:\(\))*"
    r"\.(?:trace|debug|info|log|warn|warning|error|fatal|verbose|silly|notice|http|success|dir|table|group|groupEnd|assert|child|time|timeEnd)$"
    r"|^(?:pino|winston|bunyan|consola|signale|loglevel|tslog|npmlog):[\w.()]*\.(?:trace|debug|info|log|warn|error|fatal|verbose)$"
    r"|^process\.std(?:out|err)\.write$|^debug:(?:default)?\(\)$"
)


@functools.lru_cache(maxsize=65536)
def meaning(path: str) -> Meaning | None:
    """Tell what a call of a path is to a test; a path that ends in ``!`` is a property read as a statement."""
    if not path or path.startswith("def:"):
        return None
    asked = path.endswith("!")
    path = path.removesuffix("!").replace("<expect>", "expect").replace("vitest:ExpectStatic", "expect")
    if not asked:
        if path in _EXITS:
            return _EXIT
        if path in _MODULE_DOUBLES or (_FETCH_MOCK.match(path) and not path.endswith(":") and not _FETCH_MOCK_SILENT.search(path)):
            server = _SERVERS.search(path)
            return _DOUBLE if server is None else _RPC_SERVER if server[1] else _SERVER
        if path in _POLLS:
            return _POLL
        context = _CONTEXTS.match(path)
        if context is not None:
            return _in_context(path[context.end() + 1 :])
        if _LOGGER.search(path):
            return _LOG
    name = _canonical(path)
    if name is None:
        return _request(path) if not asked else None
    return _property(name) if asked else _call(name)


def _canonical(path: str) -> str | None:
    """Give the name a path would have as a global of its framework; None for one of another module."""
    module, colon, name = path.rpartition(":")
    if not colon:
        return path
    if name == "default" or name.startswith(("default.", "default(")):
        name = name.removeprefix("default").removeprefix(".")
        whole = True
    else:
        whole = not name
    if module in _ASSERT_MODULES:
        return f"assert.{name}" if name else "assert"
    if module in _FRAMEWORKS:
        root = _DEFAULTS.get(module, "")
        if module == "uvu" and name.startswith("suite()"):
            return f"test{name.removeprefix('suite()')}"
        if whole and root and (not name or name.startswith("(")):
            return f"{root}{name}"
        if module in ("ava", "tape", "tap", "@tapjs/core") and whole:
            return f"{root}.{name}"
        if module == "sinon":
            return name if name.startswith("sinon.") else f"sinon.{name}"
        return name.removeprefix("chai.").removeprefix("mocha.")
    head = re.split(r"[.(]", name, maxsplit=1)[0]
    return name if head in _FAMILIAR else None


def _request(path: str) -> Meaning | None:
    """See the assertions of SuperTest and its like, whatever the request was made with."""
    if path.endswith((".expect", ".expectStatus", ".expectJson", ".expectHeader", ".expectBody")) and "()." in path:
        return _ASSERT
    return _should(path.split("."))


def _should(parts: list[str]) -> Meaning | None:
    bare = [part.removesuffix("()") for part in parts]
    if "should" in bare[:-1] and bare[-1] not in _EXPECT_PASSIVE:
        return _ASSERT
    if len(bare) > 1 and bare[-2] in ("assert", "<assert>") and bare[-1] in _CONTEXT_ASSERTS:
        return _ASSERT
    return None


def _property(name: str) -> Meaning | None:
    parts = name.split(".")
    if parts[-1] not in _PROPERTIES:
        return None
    if parts[0] in ("expect()", "chai.expect()") or "should" in parts[1:-1] or (parts[0] == "expect" and len(parts) > 2 and "()" in name):
        return _ASSERT
    return None


def _in_context(name: str) -> Meaning | None:
    """See what is called on the object a test function is given."""
    head, _, last = name.rpartition(".")
    if head in ("skip", "todo"):
        return None
    if head == "assert":
        return _FAIL if last == "fail" else _ASSERT
    if head == "mock":
        return _MADE.get(f"mock.{last}")
    if head.startswith("expect") or head:
        return _call(name) if head.startswith("expect") else _request(f"<t>.{name}")
    return _CONTEXT_MEMBERS.get(last) or (_ASSERT if last in _CONTEXT_ASSERTS else None)


def _call(name: str) -> Meaning | None:
    name = name.removeprefix("chai.").removeprefix("mocha.").removeprefix("globalThis.")
    if name in _DOUBLES:
        return _MADE.get(name, _DOUBLE)
    if _STUBBED.match(name):
        return _ANSWER
    if name in _POLLS:
        return _POLL
    if name in _HOOKS:
        return _HOOKS[name]
    sandbox = _SANDBOX.match(name)
    if sandbox is not None:
        return _ASSERT if sandbox[1].startswith("assert.") else _MADE.get(f"sinon.{sandbox[1]}", _DOUBLE)
    parts = name.split(".")
    head = parts[0]
    match head.removesuffix("()"):
        case "expect" | "expectTypeOf":
            return _expectation(parts)
        case "assert":
            return _assertion(parts)
        case "assertType":
            return _ASSERT
        case "sinon" if len(parts) == 3 and parts[1] == "assert":
            return _FAIL if parts[2] == "fail" else _ASSERT
        case "cy" if len(parts) > 2 and parts[-1] in ("should", "and"):
            return _ASSERT
        case "Deno" if len(parts) > 1 and parts[1] == "test":
            return _registration(parts[2:], _TEST)
        case "QUnit" if len(parts) > 1:
            return _registration(parts[2:], _GROUP if parts[1] == "module" else _TEST) if parts[1] in ("test", "module") else None
    if name in ("fail", "done.fail", "<done>.fail", "<fail>", "<reject>"):
        return _FAIL
    if name in ("<onTestFinished>", "<onTestFailed>"):
        return _TEARDOWN
    if name in ("pending", "this.skip", "<skip>"):
        return _SKIP
    if head in _TESTS:
        return _registration(parts[1:], _TESTS[head])
    if head in _GROUPS:
        return _registration(parts[1:], _GROUPS[head])
    if head == "should" and len(parts) > 1:
        return _ASSERT
    return _request(name)


def _assertion(parts: list[str]) -> Meaning | None:
    match parts[1:]:
        case []:
            return _ASSERT
        case [*_, "fail" | "unreachable"]:
            return _FAIL
        case [*_, "AssertionError" | "CallTracker" | "Assert" | "use"]:
            return None
        case _:
            return _ASSERT


def _expectation(parts: list[str]) -> Meaning | None:
    """See an assertion in what is called on ``expect(x)``; ``expect(x)`` itself asserts nothing."""
    last = parts[-1]
    if parts[0] in ("expect", "expectTypeOf"):
        if len(parts) == 2:
            return _FAIL if last in ("fail", "unreachable") else None
        if len(parts) == 1 or parts[1].removesuffix("()") in _EXPECT_SILENT - {"soft", "configure"} or not parts[1].endswith("()"):
            return None
        if parts[1] == "configure()" and len(parts) == 2:
            return None
    elif len(parts) == 1:
        return None
    return None if last in _EXPECT_PASSIVE else _ASSERT


def _registration(members: list[str], found: Meaning) -> Meaning | None:
    """Read the members after ``it``, ``test`` or ``describe``: ``.skip``, ``.only``, ``.each()``, ``.skipIf()`` and the like."""
    for number, member in enumerate(members):
        last = number + 1 == len(members)
        bare = member.removesuffix("()")
        called = bare != member
        if member in _FLAVOURS:
            continue
        if bare in _GROUP_MEMBERS and not called:
            found = _GROUP if found.kind == "test" else found
        elif member in _HOOKS and last:
            return _HOOKS[member]
        elif member == "always":
            found = _TEARDOWN
        elif member in ("before", "after", "beforeEach", "afterEach"):
            found = _HOOKS[member]
        elif bare in _OFF or (bare == "fail" and last):
            if called and last:
                return None
            found = _DISABLED if found.kind in ("test", "group", "only", "disabled") else found
        elif bare == "only":
            found = _ONLY if found.kind != "disabled" else found
        elif bare in ("skipIf", "runIf", "todoIf", "if"):
            if not called:
                return (_RUN_IF if bare in ("runIf", "if") else _SKIP_IF) if last else None
        elif bare in _MAKERS:
            if not called:
                return None
        elif member in ("test", "it") and not number:
            found = _TEST
        elif member in _CONTEXT_ASSERTS and last and not number:
            return _ASSERT
        elif member.startswith("expect()") or (member == "expect" and not last):
            return _expectation(members[number:])
        else:
            return None
    return found


VOCABULARY = Vocabulary(
    environment_maps=_ENVIRONMENT_MAPS,
    environment_getters=_ENVIRONMENT_GETTERS,
    map_getters={"hasOwnProperty": Getter(returns="presence")},
    environment_objects=frozenset(("env-var:from", "env-var:default.from")),
    conversions=_CONVERSIONS,
    conversion_methods=_CONVERSION_METHODS,
    memberships=frozenset(("includes", "indexOf")),
    wrappers=_WRAPPERS,
    continuations=frozenset(("then",)),
    passing=frozenset(("catch", "finally")),
    mappers=frozenset(("map", "flatMap", "forEach")),
    mergers=frozenset(
        ("Object.assign", *(f"{m}:{d}{n}" for m in _LODASH for d in ("", "default.") for n in ("assign", "merge", "defaults")))
    ),
    gatherers=frozenset(("Promise.all", "Promise.allSettled")),
    racers=frozenset(("Promise.race", "Promise.any")),
    loaders=frozenset(("import", "require")),
    late=frozenset((".lazy", ".defineAsyncComponent", "next/dynamic:default", "next/dynamic:", "@loadable/component:default")),
    callers=_CALLERS,
    predicates=_PREDICATES,
    hoists=True,
    block_scopes=True,
    global_objects=frozenset(("globalThis", "global", "window", "self")),
    meaning=meaning,
    self_name="this",
    test_options={
        **dict.fromkeys(("skip", "todo", "fails", "ignore", "pending"), "disabled"),
        **dict.fromkeys(("only", "focus"), "only"),
    },
    test_objects=frozenset(("t", "this", "ctx")),
    function_doubles=frozenset(
        (
            *_words("jest.fn vi.fn sinon.stub sinon.fake mock.fn"),
            *_words("vitest:vi.fn @jest/globals:jest.fn sinon:default.stub sinon:stub node:test:mock.fn bun:test:mock bun:test:jest.fn"),
        )
    ),
    globals=frozenset(("globalThis", "global", "window")),
    assertion_subjects=frozenset(("expect", "expectTypeOf", "assertThat", "should")),
    assertion_roots=frozenset(("expect", "assert", "chai", "should", "vitest", "is")),
    surroundings=frozenset(("console", "Date", "Math", "process", "performance", "logger", "log")),
)
