"""What the paths of Python mean: the environment, conversions, and the calls of pytest, unittest and their companions."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator

from lint430.languages import Getter, Meaning, Vocabulary

# --- the environment -------------------------------------------------------------------------------------------------------------

_DEFAULTED = Getter(default=1, default_keyword="default")
_GENERAL = Getter(dynamic=True, default=1, default_keyword="default")

_MAP_GETTERS = {
    "get": _DEFAULTED,
    "pop": _DEFAULTED,
    "setdefault": _DEFAULTED,
    "__getitem__": Getter(),
    "__contains__": Getter(returns="presence"),
    "has_key": Getter(returns="presence"),
}

_READERS = (
    "decouple.AutoConfig()",
    "decouple.Config()",
    "dotenv.dotenv_values()",
    "dotenv.main.dotenv_values()",
    "environ.Env()",
    "environ.FileAwareEnv()",
    "environs.Env()",
    "environs.FileAwareEnv()",
    "environs.env",
    "envparse.Env()",
    "envparse.env",
    "prettyconf.Configuration()",
    "prettyconf.config",
    "starlette.config.Config()",
)
"""Readers that are called with a variable's name, or have a method for each type of value."""

_SETTINGS_OBJECTS = (
    "dynaconf.Dynaconf()",
    "dynaconf.FlaskDynaconf()",
    "dynaconf.LazySettings()",
    "dynaconf.settings",
    "everett.manager.ConfigManager()",
    "everett.manager.ConfigManager.basic_config()",
    "flask.current_app.config",
    "omegaconf.OmegaConf.load()",
    "configparser.ConfigParser()",
)
"""General settings, in which only a mode variable's name is known to come from the environment."""

_READER_METHODS = (
    "__call__",
    "bool",
    "bytes",
    "date",
    "datetime",
    "decimal",
    "dict",
    "enum",
    "eval",
    "float",
    "get",
    "get_value",
    "int",
    "json",
    "list",
    "log_level",
    "path",
    "str",
    "timedelta",
    "tuple",
    "unicode",
    "url",
    "uuid",
)

_GENERAL_GETTERS = (
    "config_value",
    "env",
    "env_bool",
    "env_flag",
    "env_get",
    "env_or",
    "env_or_default",
    "env_or_fail",
    "env_str",
    "env_var",
    "environ_get",
    "fetch_env",
    "from_env",
    "get_conf",
    "get_config",
    "get_config_value",
    "get_env",
    "get_env_or_default",
    "get_env_or_fail",
    "get_env_or_raise",
    "get_env_value",
    "get_env_var",
    "get_env_variable",
    "get_environ",
    "get_environment",
    "get_environment_variable",
    "get_from_env",
    "get_option",
    "get_required_env",
    "get_required_env_var",
    "get_setting",
    "get_var",
    "getconf",
    "getenv",
    "getenv_or_fail",
    "load_env",
    "lookup_env",
    "must_env",
    "must_get_env",
    "must_getenv",
    "optional_env",
    "read_env",
    "read_env_var",
    "read_setting",
    "require",
    "require_env",
    "require_env_var",
    "require_environment",
    "require_setting",
    "required",
    "required_env",
    "required_env_var",
    "setting",
    "str_env",
)


def _getters() -> Iterator[tuple[str, Getter]]:
    for name in ("os.getenv", "os.getenvb", "decouple.config", "environs.env", "envparse.env", "prettyconf.config"):
        yield name, _DEFAULTED
    for mapping, (method, getter) in itertools.product(("os.environ", "os.environb"), _MAP_GETTERS.items()):
        yield f"{mapping}.{method}", getter
    for reader, method in itertools.product(_READERS, _READER_METHODS):
        yield f"{reader}.{method}", _DEFAULTED
    for reader, method in itertools.product(_SETTINGS_OBJECTS, ("get", "getboolean", "get_fresh")):
        yield f"{reader}.{method}", _GENERAL
    for settings in _SETTINGS_OBJECTS:
        yield settings, _GENERAL
    for name in _GENERAL_GETTERS:
        yield f".{name}", _GENERAL


# --- tests -----------------------------------------------------------------------------------------------------------------------

_ASSERT = Meaning("assert")
_DOUBLE = Meaning("double")
_RECORDER = Meaning("double", makes="object")
_SERVER = Meaning("double", makes="server", body=1)
_INTERCEPTION = Meaning("double", makes="switch")
_LOG = Meaning("log")
_EXIT = Meaning("exit")
_POLL = Meaning("poll")
_MARK = Meaning("mark")
_HOOK = Meaning("hook")
_TEARDOWN = Meaning("teardown")
_TEST = Meaning("test")
_SKIP = Meaning("skip", reason=0)
_FAIL = Meaning("fail", reason=0)
_CLEANUP = Meaning("teardown", body=0)

_VERBS = ("delete", "get", "head", "options", "patch", "post", "put")
_MOCK_CLASSES = (
    "AsyncMock",
    "MagicMock",
    "Mock",
    "NonCallableMagicMock",
    "NonCallableMock",
    "PropertyMock",
    "create_autospec",
    "mock_open",
)
_PATCHES = ("patch", "patch.multiple", "patch.object")

_EXACT: dict[str, Meaning] = {
    "assert": Meaning("assert", expected=(0,)),
    "atexit.register": _CLEANUP,
    "hypothesis.assume": Meaning("run-if", condition=0, condition_keyword="condition"),
    "hypothesis.reject": Meaning("skip"),
    "nose.SkipTest": _SKIP,
    "nose.plugins.skip.SkipTest": _SKIP,
    "nose.tools.nottest": Meaning("disabled"),
    "pytest.deprecated_call": _ASSERT,
    "pytest.exit": Meaning("exit", reason=0),
    "pytest.fail": _FAIL,
    "pytest.fixture": _HOOK,
    "pytest.importorskip": Meaning("skip-if", requires="a package"),
    "pytest.mark.only": Meaning("only"),
    "pytest.mark.skip": Meaning("disabled", reason=0),
    "pytest.mark.skipif": Meaning("skip-if", condition=0, condition_keyword="condition", reason=1),
    "pytest.mark.xfail": Meaning("disabled", condition=0, condition_keyword="condition"),
    "pytest.raises": _ASSERT,
    "pytest.RaisesGroup": _ASSERT,
    "pytest.skip": _SKIP,
    "pytest.skip.Exception": _SKIP,
    "pytest.warns": _ASSERT,
    "pytest.xfail": _SKIP,
    "pytest.yield_fixture": _HOOK,
    "pytest_asyncio.fixture": _HOOK,
    "_pytest.outcomes.Skipped": _SKIP,
    "_pytest.outcomes.skip": _SKIP,
    "_pytest.outcomes.fail": _FAIL,
    "unittest.SkipTest": _SKIP,
    "unittest.case.SkipTest": _SKIP,
    "unittest.expectedFailure": Meaning("disabled"),
    "unittest.skip": Meaning("disabled", reason=0),
    "unittest.skipIf": Meaning("skip-if", condition=0, condition_keyword="condition", reason=1),
    "unittest.skipUnless": Meaning("run-if", condition=0, condition_keyword="condition", reason=1),
    "unittest.addModuleCleanup": _CLEANUP,
}

_EXACT |= dict.fromkeys(("click.exceptions.Exit", "exit", "os._exit", "os.abort", "quit", "sys.exit", "typer.Exit", "SystemExit"), _EXIT)
_EXACT |= dict.fromkeys(
    (
        "backoff.on_exception",
        "backoff.on_predicate",
        "busypie.wait",
        "polling.poll",
        "polling2.poll",
        "retry.retry",
        "retrying.retry",
        "stamina.retry",
        "stamina.retry_context",
        "tenacity.AsyncRetrying",
        "tenacity.Retrying",
        "tenacity.retry",
        "waiting.wait",
        "wait_for.wait_for",
    ),
    _POLL,
)
_EXACT |= dict.fromkeys(
    (
        "click.echo",
        "click.secho",
        "pprint.pprint",
        "print",
        "rich.print",
        "sentry_sdk.capture_exception",
        "sentry_sdk.capture_message",
        "sys.stderr.write",
        "sys.stdout.write",
        "traceback.print_exc",
        "traceback.print_exception",
        "traceback.print_stack",
        "typer.echo",
        "typer.secho",
        "warnings.warn",
    ),
    _LOG,
)
_EXACT |= dict.fromkeys(("ddt.data", "ddt.ddt", "parameterized.parameterized", "parameterized.parameterized.expand"), _MARK)
_EXACT |= dict.fromkeys(
    (
        "betamax.Betamax",
        "fakeredis.FakeAsyncRedis",
        "fakeredis.FakeRedis",
        "fakeredis.FakeServer",
        "fakeredis.FakeStrictRedis",
        "fakeredis.aioredis.FakeRedis",
        "flexmock.flexmock",
        "grpc_testing.server_from_dictionary",
        "httpx.MockTransport",
        "httpretty.HTTPretty.register_uri",
        "httpretty.register_uri",
        "mockito.mock",
        "mockito.patch",
        "mockito.spy2",
        "mockito.when",
        "mongomock.MongoClient",
        "pook.mock",
        "pook.on",
        "pytest_httpserver.HTTPServer",
        "requests_mock.mock",
        "responses.add",
        "responses.add_callback",
        "responses.upsert",
        "respx.MockRouter",
        "respx.request",
        "respx.route",
        "vcr.use_cassette",
        *(f"{library}.{verb}" for library in ("pook", "responses", "respx") for verb in _VERBS),
        *(f"{library}.{name}" for library in ("unittest.mock", "mock") for name in (*_MOCK_CLASSES, *_PATCHES)),
    ),
    _DOUBLE,
)

_RECORDERS = ("AsyncMock", "MagicMock", "Mock", "NonCallableMock")
_EXACT |= dict.fromkeys((f"{library}.{name}" for library in ("unittest.mock", "mock") for name in _RECORDERS), _RECORDER)
_EXACT |= dict.fromkeys(
    (
        "http.server.HTTPServer",
        "http.server.ThreadingHTTPServer",
        "socketserver.TCPServer",
        "socketserver.ThreadingTCPServer",
    ),
    _SERVER,
)
_EXACT |= dict.fromkeys(("grpc.aio.server", "grpc.server"), Meaning("double", makes="server"))
_EXACT["wsgiref.simple_server.make_server"] = Meaning("double", makes="server", body=2)
_EXACT |= dict.fromkeys(
    (
        "aioresponses.aioresponses",
        "httpretty.activate",
        "httpretty.enable",
        "httpretty.enabled",
        "httpretty.httprettified",
        "pook.activate",
        "pook.use",
        "requests_mock.Mocker",
        "responses.RequestsMock",
        "responses.activate",
        "respx.mock",
    ),
    _INTERCEPTION,
)

_FIXTURE_DOUBLES: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "<class_mocker>",
            "<mocker>",
            "<module_mocker>",
            "<package_mocker>",
            "<session_mocker>",
            "pytest_mock.MockFixture",
            "pytest_mock.MockerFixture",
            "pytest_mock.plugin.MockFixture",
            "pytest_mock.plugin.MockerFixture",
        ),
        frozenset({*_MOCK_CLASSES, *_PATCHES, "async_stub", "stub"}),
    ),
    **dict.fromkeys(
        (
            "<monkeypatch>",
            "<monkeypatch_module>",
            "<monkeypatch_session>",
            "pytest.MonkeyPatch",
            "pytest.MonkeyPatch()",
            "pytest.MonkeyPatch.context()",
            "_pytest.monkeypatch.MonkeyPatch",
            "_pytest.monkeypatch.MonkeyPatch()",
        ),
        frozenset({"setattr"}),
    ),
    **dict.fromkeys(("<httpx_mock>", "pytest_httpx.HTTPXMock"), frozenset({"add_callback", "add_exception", "add_response"})),
    **dict.fromkeys(
        ("<requests_mock>", "requests_mock.Mocker", "requests_mock.Mocker()", "requests_mock.mocker.Mocker"),
        frozenset({*_VERBS, "add_matcher", "any", "register_uri", "request"}),
    ),
    **dict.fromkeys(
        ("<respx_mock>", "respx.MockRouter", "respx.MockRouter()", "respx.mock()"), frozenset({*_VERBS, "add", "request", "route"})
    ),
    **dict.fromkeys(
        ("<aioresponses>", "<mock_aioresponse>", "aioresponses.aioresponses", "aioresponses.aioresponses()"), frozenset({*_VERBS, "add"})
    ),
    **dict.fromkeys(
        ("<rsps>", "<responses>", "responses.RequestsMock", "responses.RequestsMock()"), frozenset({*_VERBS, "add", "add_callback"})
    ),
    **dict.fromkeys(
        ("<httpserver>", "<make_httpserver>", "pytest_httpserver.HTTPServer", "pytest_httpserver.HTTPServer()"),
        frozenset({"expect", "expect_oneshot_request", "expect_ordered_request", "expect_request", "serve_content"}),
    ),
    "vcr.VCR()": frozenset({"use_cassette"}),
}
_FIXTURE_MADE = dict.fromkeys((*_RECORDERS, "stub", "async_stub"), _RECORDER)

_MOCK_ASSERTIONS = frozenset(
    {
        "assert_any_await",
        "assert_any_call",
        "assert_awaited",
        "assert_awaited_once",
        "assert_awaited_once_with",
        "assert_awaited_with",
        "assert_called",
        "assert_called_once",
        "assert_called_once_with",
        "assert_called_with",
        "assert_has_awaits",
        "assert_has_calls",
        "assert_not_awaited",
        "assert_not_called",
        "assert_call_count",
        "assert_all_requests_are_fired",
        "assert_match",
        "assert_match_dir",
    }
)

_EXPECTED: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("assertTrue", "assertFalse", "assertIsNone", "assertIsNotNone", "assertRaises", "assertWarns"), (0,)),
    **dict.fromkeys(
        (
            "assertCountEqual",
            "assertDictContainsSubset",
            "assertDictEqual",
            "assertEqual",
            "assertEquals",
            "assertGreater",
            "assertGreaterEqual",
            "assertIn",
            "assertIs",
            "assertIsInstance",
            "assertIsNot",
            "assertItemsEqual",
            "assertLess",
            "assertLessEqual",
            "assertListEqual",
            "assertLogs",
            "assertMultiLineEqual",
            "assertNoLogs",
            "assertNotEqual",
            "assertNotEquals",
            "assertNotIn",
            "assertNotIsInstance",
            "assertNotRegex",
            "assertRaisesRegex",
            "assertRegex",
            "assertSequenceEqual",
            "assertSetEqual",
            "assertTupleEqual",
            "assertWarnsRegex",
        ),
        (0, 1),
    ),
}

_LOG_METHODS = frozenset(
    {"critical", "debug", "error", "exception", "fatal", "info", "log", "msg", "print", "success", "trace", "warn", "warning"}
)
_LOGGERS = frozenset({"console", "log", "logging", "lgr", "structlog"})

_DEFINITIONS: dict[str, Meaning] = {
    **dict.fromkeys(
        (
            "asyncSetUp",
            "pytest_configure",
            "pytest_runtest_setup",
            "pytest_sessionstart",
            "setUp",
            "setUpClass",
            "setUpModule",
            "setUpTestData",
            "setup",
            "setup_class",
            "setup_function",
            "setup_method",
            "setup_module",
        ),
        _HOOK,
    ),
    **dict.fromkeys(
        (
            "asyncTearDown",
            "pytest_runtest_teardown",
            "pytest_sessionfinish",
            "pytest_unconfigure",
            "tearDown",
            "tearDownClass",
            "tearDownModule",
            "teardown",
            "teardown_class",
            "teardown_function",
            "teardown_method",
            "teardown_module",
        ),
        _TEARDOWN,
    ),
    "runTest": _TEST,
}

_CHECKS = re.compile(r"<\w*snapshot>\.match$|<\w+_regression>\.check$")
"""Fixtures of snapshot plug-ins that compare what they are given."""
_CAMEL_ASSERT = re.compile(r"assert[A-Z]")
_FLUENT = re.compile(r"(^|\.)(assert_that|assertpy|expect|expects)(\.|\(\)\.)|\.should(\.|_)|^sure\.|^playwright\.\w+\.expect\(\)\.")


@functools.lru_cache(maxsize=16384)
def meaning(path: str) -> Meaning | None:
    """Tell what a call of a path is to a test, or (``def:setUp``) what a function of that name is."""
    if path.startswith("def:"):
        name = path[4:]
        return _DEFINITIONS.get(name) or (_TEST if name.startswith("test") else None)
    found = _EXACT.get(path)
    if found is not None or path.endswith("()"):
        return found
    head, _, last = path.rpartition(".")
    if not head:
        return None
    if path.startswith("pytest.mark."):
        return _MARK
    if head == "moto" and last.startswith("mock_"):
        return _DOUBLE
    owner, _, middle = head.rpartition(".")
    if last in _FIXTURE_DOUBLES.get(head, ()) or (middle == "patch" and f"patch.{last}" in _FIXTURE_DOUBLES.get(owner, ())):
        return Meaning("double", makes="member", replacement=-1) if last == "setattr" else _FIXTURE_MADE.get(last, _DOUBLE)
    return _method(path, head, last)


def _method(path: str, head: str, last: str) -> Meaning | None:
    """Tell what a method is by its name, with what it is called on."""
    if last in _MOCK_ASSERTIONS or _CHECKS.match(f"{head}.{last}"):
        return _ASSERT
    if _CAMEL_ASSERT.match(last):
        return Meaning("assert", expected=_EXPECTED.get(last))
    if last == "skipTest":
        return _SKIP
    if last in ("addCleanup", "addClassCleanup", "addAsyncCleanup", "addfinalizer"):
        return _CLEANUP
    if last == "fail" and (head == "<self>" or head.endswith(("TestCase", "TestBase"))):
        return _FAIL
    if last in _LOG_METHODS:
        receiver = head.rpartition(".")[2].strip("<>()_").lower()
        if receiver in _LOGGERS or receiver.endswith(("logger", "_log")):
            return _LOG
    # A method of a client object is an assertion only if its body is known to fail, so a parameter's is none by its name alone.
    if not head.startswith("<") and "()" not in head and last.startswith("assert_"):
        return _ASSERT
    return _ASSERT if _FLUENT.search(path) else None


VOCABULARY = Vocabulary(
    environment_maps=frozenset({"os.environ", "os.environb", "starlette.config.environ", "dotenv.dotenv_values()"}),
    environment_getters=dict(_getters()),
    map_getters=_MAP_GETTERS,
    environment_objects=frozenset(_READERS),
    conversions=frozenset(
        {
            "all",
            "any",
            "ascii",
            "ast.literal_eval",
            "asyncio.run",
            "bool",
            "bytes",
            "copy.copy",
            "copy.deepcopy",
            "distutils.util.strtobool",
            "float",
            "fnmatch.fnmatch",
            "fnmatch.fnmatchcase",
            "format",
            "int",
            "json.dumps",
            "json.loads",
            "len",
            "operator.and_",
            "operator.contains",
            "operator.eq",
            "operator.is_",
            "operator.is_not",
            "operator.ne",
            "operator.not_",
            "operator.or_",
            "operator.truth",
            "operator.xor",
            "os.fsdecode",
            "os.fsencode",
            "os.path.expandvars",
            "os.path.join",
            "pathlib.Path",
            "pathlib.PurePath",
            "pydantic.parse_obj_as",
            "re.fullmatch",
            "re.match",
            "re.search",
            "re.sub",
            "repr",
            "setuptools._distutils.util.strtobool",
            "str",
            "str.casefold",
            "str.lower",
            "str.strip",
            "str.upper",
            "strtobool",
            "sys.intern",
            "textwrap.dedent",
            "typing.assert_type",
            "typing.cast",
            "typing.reveal_type",
            "typing_extensions.assert_type",
            "typing_extensions.reveal_type",
        }
    ),
    conversion_methods=frozenset(
        {
            *("__bool__", "__contains__", "__eq__", "__len__", "__ne__", "__str__", "capitalize", "casefold", "center", "count", "decode"),
            *(
                "encode",
                "endswith",
                "expandtabs",
                "find",
                "format",
                "format_map",
                "fullmatch",
                "index",
                "intersection",
                "isalnum",
                "isalpha",
            ),
            *("isascii", "isdecimal", "isdigit", "isdisjoint", "isidentifier", "islower", "isnumeric", "isspace", "issubset", "issuperset"),
            *("istitle", "isupper", "join", "ljust", "lower", "lstrip", "match", "partition", "removeprefix", "removesuffix", "replace"),
            *(
                "rfind",
                "rindex",
                "rjust",
                "rpartition",
                "rsplit",
                "rstrip",
                "search",
                "split",
                "splitlines",
                "startswith",
                "strip",
                "swapcase",
            ),
            *("title", "translate", "upper", "zfill"),
        }
    ),
    wrappers=frozenset(
        {
            "abc.abstractmethod",
            "aiocache.cached",
            "asgiref.sync.async_to_sync",
            "asgiref.sync.sync_to_async",
            "async_lru.alru_cache",
            "atexit.register",
            "backoff.on_exception",
            "backoff.on_predicate",
            "cachetools.cached",
            "cachetools.cachedmethod",
            "cachetools.func.lru_cache",
            "cachetools.func.ttl_cache",
            "celery.shared_task",
            "classmethod",
            "click.argument",
            "click.command",
            "click.group",
            "click.option",
            "click.pass_context",
            "click.pass_obj",
            "contextlib.asynccontextmanager",
            "contextlib.contextmanager",
            "django.utils.functional.cached_property",
            "django.utils.functional.lazy",
            "functools.cache",
            "functools.cached_property",
            "functools.lru_cache",
            "functools.partial",
            "functools.partialmethod",
            "functools.singledispatch",
            "functools.update_wrapper",
            "functools.wraps",
            "hypothesis.given",
            "hypothesis.settings",
            "joblib.delayed",
            "property",
            "pytest.fixture",
            "pytest.yield_fixture",
            "pytest_asyncio.fixture",
            "retry.retry",
            "retrying.retry",
            "staticmethod",
            "tenacity.retry",
            "types.coroutine",
            "typing.final",
            "typing.no_type_check",
            "typing.overload",
            "typing.override",
            "typing_extensions.final",
            "typing_extensions.override",
        }
    ),
    callers=frozenset(
        {
            "anyio.from_thread.run",
            "anyio.run",
            "anyio.to_thread.run_sync",
            "asyncio.to_thread",
            "fastapi.Depends",
            "fastapi.Security",
            "trio.run",
            "trio.to_thread.run_sync",
        }
    ),
    predicates=frozenset(
        {
            ".filter",
            ".sort",
            "all",
            "any",
            "filter",
            "itertools.dropwhile",
            "itertools.filterfalse",
            "itertools.takewhile",
            "max",
            "min",
            "more_itertools.first_true",
            "more_itertools.partition",
            "sorted",
        }
    ),
    settings_bases=frozenset(
        {
            "goodconf.GoodConf",
            "pydantic.BaseSettings",
            "pydantic.env_settings.BaseSettings",
            "pydantic.v1.BaseSettings",
            "pydantic.v1.env_settings.BaseSettings",
            "pydantic_settings.BaseSettings",
            "pydantic_settings.main.BaseSettings",
        }
    ),
    meaning=meaning,
    environment_lists={"AliasChoices": 0},
    marks=frozenset({"marks", "pytestmark"}),
    test_objects=frozenset({"self"}),
    assertion_subjects=frozenset({"assert_that", "assertThat", "expect", "should"}),
    assertion_roots=frozenset({"assert", "assert_that", "expect", "hamcrest", "should"}),
    failing=frozenset({"assertNotRaises", "check_call", "check_output", "raise_for_status"}),
    surroundings=frozenset({"datetime", "log", "logger", "random", "time", "uuid"}),
)
