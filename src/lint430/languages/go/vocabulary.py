"""What the paths of Go mean: the environment, conversions, and the calls of testing, testify, Ginkgo and their companions."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from lint430.languages import Getter, Meaning, Vocabulary


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# --- the environment -------------------------------------------------------------------------------------------------------------

_EXACT_GETTERS = {
    "os:Getenv": Getter(),
    "os:LookupEnv": Getter(returns="pair"),
    "syscall:Getenv": Getter(returns="pair"),
    "golang.org/x/sys/unix:Getenv": Getter(returns="pair"),
    "golang.org/x/sys/windows:Getenv": Getter(returns="pair"),
    "github.com/gobuffalo/envy:Get": Getter(default=1),
    "github.com/gobuffalo/envy:MustGet": Getter(returns="pair"),
}

_PLAIN = _words(
    """
    getenv GetEnv Getenv getEnv env Env envVar EnvVar envString EnvString envStr EnvStr envBool EnvBool envFlag EnvFlag GetEnvVar getEnvVar getEnvString GetEnvString getEnvBool
    GetEnvBool getEnvStr GetEnvStr MustEnv mustEnv mustGetenv MustGetenv mustGetEnv MustGetEnv mustGetEnvVar RequireEnv requireEnv requireEnvVar RequireEnvVar requiredEnv
    RequiredEnv requireVar RequireVar readEnv ReadEnv fetchEnv FetchEnv loadEnv LoadEnv envOrFail EnvOrFail envOrFatal EnvOrFatal getEnvOrFail GetEnvOrFail getEnvOrPanic
    GetEnvOrPanic envOrPanic EnvOrPanic getRequiredEnv GetRequiredEnv optionalEnv OptionalEnv fromEnv FromEnv
    """
)
_DEFAULTED = _words(
    """
    envOr EnvOr envOrDefault EnvOrDefault getEnvOr GetEnvOr getenvOr GetenvOr getEnvOrDefault GetEnvOrDefault getenvOrDefault GetenvOrDefault getEnvDefault GetEnvDefault
    getenvDefault GetenvDefault envDefault EnvDefault envWithDefault EnvWithDefault getEnvWithDefault GetEnvWithDefault getEnvFallback GetEnvFallback getEnvWithFallback
    GetEnvWithFallback getenvWithFallback lookupEnvOr LookupEnvOr lookupEnvOrDefault LookupEnvOrDefault lookupEnvOrString LookupEnvOrString
    """
)
_PAIRED = _words("LookupEnv lookupEnv lookupEnvVar LookupEnvVar")
_SETTINGS = _words("Get GetString GetBool GetInt GetStringSlice GetDuration GetUint GetFloat64")
"""Methods of viper and koanf that give a setting, whose key the mode's name may stand for."""


def _getters() -> Iterator[tuple[str, Getter]]:
    yield from _EXACT_GETTERS.items()
    for module in (
        "github.com/spf13/viper:",
        "github.com/spf13/viper:New().",
        "github.com/spf13/viper:Viper.",
        "github.com/spf13/viper:GetViper().",
    ):
        for name in _SETTINGS:
            yield f"{module}{name}", Getter(dynamic=True)
        yield f"{module}IsSet", Getter(returns="presence", dynamic=True)
    for module in ("v2:New().", "v2:Koanf.", "v2:NewWithConf().", ":New().", ":Koanf."):
        joint = "/" if module.startswith("v2") else ""
        for name in ("String", "Bool", "Get", "MustString"):
            yield f"github.com/knadh/koanf{joint}{module}{name}", Getter(dynamic=True)
    for name in _PLAIN:
        yield f".{name}", Getter(dynamic=True, default=1)
    for name in _DEFAULTED:
        yield f".{name}", Getter(dynamic=True, default=1)
    for name in _PAIRED:
        yield f".{name}", Getter(dynamic=True, returns="pair")


# --- tests -----------------------------------------------------------------------------------------------------------------------

_ASSERT = Meaning("assert")
_FAIL = Meaning("fail")
_EXIT = Meaning("exit")
_LOG = Meaning("log")
_DOUBLE = Meaning("double")
_SERVER = Meaning("double", makes="server", body=0)
_RPC_SERVER = Meaning("double", makes="server")
_INTERCEPTION = Meaning("double", makes="switch")
_SKIP = Meaning("skip", reason=0)
_TEST = Meaning("test", body=-1)
_GROUP = Meaning("group", body=-1)
_HOOK = Meaning("hook", body=-1)
_TEARDOWN = Meaning("teardown", body=0)

_TESTING: dict[str, Meaning] = {
    **dict.fromkeys(("Fatal", "Fatalf", "Error", "Errorf", "Fail", "FailNow"), _FAIL),
    "Skip": _SKIP,
    "Skipf": _SKIP,
    "SkipNow": Meaning("skip"),
    "Run": _TEST,
    "Fuzz": _TEST,
    "Cleanup": _TEARDOWN,
    "Log": _LOG,
    "Logf": _LOG,
}
"""Methods of ``testing.T`` and its like."""

_TESTING_HEADS = re.compile(
    r"^(?:testing:(?:T|F|TB|B)|<(?:t|tb|tt|b|f)>|(?:github\.com/onsi/ginkgo(?:/v2)?(?:/dsl/core)?:)?GinkgoTB?\(\)"
    r"|github\.com/onsi/ginkgo(?:/v2)?:(?:GinkgoTInterface|FullGinkgoTInterface|GinkgoTestingT)"
    r"|.*/suite:(?:Suite\.)+T\(\)|github\.com/stretchr/testify/(?:require|assert):(?:TestingT|CollectT)"
    # Stand-ins of other modules, which show by their names: go-testing-interface's T, TestingT and the like.
    r"|[^:]*test[^:/]*:(?:T|TB|RuntimeT)|[^:]+:(?:TestingTB?|TestReporter|TestHelper|\w*GinkgoTInterface))$"
)
_DEFINED = re.compile(r"^(?:Test|Fuzz)(?![a-z])")
_DEFINED_HOOKS = _words("TestMain SetupSuite SetupTest SetupSubTest BeforeTest SetUpSuite SetUpTest")
_DEFINED_TEARDOWNS = _words("TearDownSuite TearDownTest TearDownSubTest AfterTest TeardownSuite TeardownTest")

_TESTIFY = re.compile(
    r"(?:^|/)testify(?:/v\d+)?/(?:require|assert)$|^github\.com/alecthomas/assert(?:/v\d+)?$|^github\.com/shoenig/test(?:/must)?$"
)
_TESTIFY_SILENT = re.compile(
    r"^(?:New|CallerInfo|ObjectsAreEqual\w*|ObjectsExportedFieldsAreEqual|HTTPBody|TestingT|CollectT|\w+Func|Assertions|\w*Setting|\w*Scripts?)$"
)
_TESTIFY_POLLS = re.compile(r"^(?:Eventually|EventuallyWithT|Never|Consistently)f?$")
_TESTIFY_FAILS = _words("Fail Failf FailNow FailNowf")
_SUITE = re.compile(r"^(?:Suite\.)+(?:(?:Require|Assert)\(\)\.|Assertions\.)?(\w+)$")
_TESTIFY_SUITE = re.compile(r"(?:^|/)testify(?:/v\d+)?/suite$")
_SUITE_SILENT = _words("SetT SetS T S Require Assert")

_GOMEGA = re.compile(
    r"^(?:(?:NewWithT|NewGomegaWithT|NewGomega)\(\)\.|(?:WithT|GomegaWithT|Gomega|Default|<g>)\.)*"
    r"(?:Expect|ExpectWithOffset|Ω|Eventually\w*|Consistently\w*)\(\)(?:\.\w+\(\))*\.(?:Should|ShouldNot|To|ToNot|NotTo)$"
)
_GOMEGA_POLL = re.compile(
    r"^(?:(?:NewWithT|NewGomegaWithT|NewGomega)\(\)\.|(?:WithT|GomegaWithT|Gomega|<g>)\.)*(?:Eventually|Consistently)(?:WithOffset)?$"
)
_GOMEGA_MODULE = re.compile(r"^github\.com/onsi/gomega(?:/\w+)?$")

_CASES = ("It", "Specify", "Measure")
_CONTAINERS = ("Describe", "Context", "When", "DescribeTableSubtree")
_GINKGO: dict[str, Meaning] = {
    **dict.fromkeys(_CASES, _TEST),
    **dict.fromkeys(_CONTAINERS, _GROUP),
    "DescribeTable": Meaning("test", body=1),
    "DescribeTableSubtree": Meaning("group", body=1),
    "Entry": Meaning("test"),
    **dict.fromkeys(("BeforeEach", "JustBeforeEach", "BeforeSuite", "BeforeAll"), _HOOK),
    "SynchronizedBeforeSuite": Meaning("hook", body=0),
    **dict.fromkeys(("AfterEach", "JustAfterEach", "AfterSuite", "AfterAll"), Meaning("teardown", body=-1)),
    "SynchronizedAfterSuite": _TEARDOWN,
    "DeferCleanup": _TEARDOWN,
    "ReportAfterEach": _TEARDOWN,
    "ReportAfterSuite": Meaning("teardown", body=-1),
    "Skip": _SKIP,
    "Fail": _FAIL,
    "AbortSuite": _FAIL,
    **dict.fromkeys(("RunSpecs", "RunSpecsWithCustomReporters", "RunSpecsWithDefaultAndCustomReporters"), Meaning("test")),
    **{f"F{name}": Meaning("only", body=-1) for name in (*_CASES, *_CONTAINERS)},
    **{f"{mark}{name}": Meaning("disabled", body=-1) for mark in "PX" for name in (*_CASES, *_CONTAINERS)},
    **{f"F{name}": Meaning("only", body=1) for name in ("DescribeTable", "DescribeTableSubtree")},
    **{f"{mark}{name}": Meaning("disabled", body=1) for mark in "PX" for name in ("DescribeTable", "DescribeTableSubtree")},
    "FEntry": Meaning("only"),
    "PEntry": Meaning("disabled"),
    "XEntry": Meaning("disabled"),
    "Pending": Meaning("disabled"),
    "Focus": Meaning("only"),
}
_GINKGO_MODULE = re.compile(r"^github\.com/onsi/ginkgo(?:/v2)?(?:/dsl/(?:core|table)|/extensions/table)?$")
_GINKGO_LOG = re.compile(r"^(?:GinkgoWriter\.Print(?:f|ln)?|GinkgoLogr\.\w+)$")

_CONVEY: dict[str, Meaning] = {
    "Convey": _TEST,
    "So": _ASSERT,
    "SkipConvey": Meaning("disabled", body=-1),
    "SkipSo": Meaning("disabled"),
    "FocusConvey": Meaning("only", body=-1),
    "Reset": _TEARDOWN,
}
_BARE: dict[str, Meaning] = {**_GINKGO, **{name: _CONVEY[name] for name in ("Convey", "So", "SkipConvey", "FocusConvey")}}
"""What a dot import of Ginkgo or Convey brings."""
_BUILTINS: dict[str, Meaning] = {"println": _LOG, "print": _LOG, "panic": _FAIL}

_LOG_METHODS = re.compile(
    r"^(?:Log|Logf|Print|Printf|Println|Trace|Debug|Info|Warn|Warning|Error|Notice)(?:f|ln|w|Context|s|Attrs|S|Depth)?$|^(?:LogAttrs|Msg|Msgf|Send|DPanic)$"
)
_LOG_EXITS = re.compile(r"^(?:Fatal|Panic|Exit)(?:f|ln|w|Context|s|Depth|Depthf)?$")
_LOG_MODULES = re.compile(
    r"^(?:log|log/slog|golang\.org/x/exp/slog|go\.uber\.org/zap|github\.com/sirupsen/logrus|github\.com/rs/zerolog(?:/log)?|github\.com/golang/glog|github\.com/apex/log"
    r"|k8s\.io/klog(?:/v\d+)?|github\.com/go-logr/logr|github\.com/charmbracelet/log|github\.com/hashicorp/go-hclog|github\.com/go-kit/(?:kit/)?log(?:/level)?)$"
)
_LOG_RECEIVER = re.compile(r"(?:^|[.<:])\w*(?:[lL]og|[lL]ogger|LOG|slog|zap|Sugar\(\)|L\(\)|S\(\))(?:\(\))?>?$")

_DOUBLE_NAME = re.compile(r"^New(?:Strict|Nice)?(?:Mock(?=[A-Z0-9_])\w*|Fake(?:[A-Z0-9_]\w*)?|Stub[A-Z]\w*)$")
_NO_DOUBLES = _words("NewMockTransport NewMockResponse NewFakeClock NewFakeClockAt NewFakeClient NewFakeRecorder")
_DOUBLES = (
    (re.compile(r"^net/http/httptest$"), re.compile(r"^New(?:TLS|Unstarted)?Server$"), _SERVER),
    (re.compile(r"^google\.golang\.org/grpc$"), re.compile(r"^NewServer$"), _RPC_SERVER),
    (re.compile(r"/go-sqlmock$"), re.compile(r"^New(?:WithDSN)?$"), _DOUBLE),
    (re.compile(r"/pgxmock(?:/v\d+)?$"), re.compile(r"^New(?:Pool|Conn)$"), _DOUBLE),
    (re.compile(r"/redismock(?:/v\d+)?$"), re.compile(r"^New(?:Client|Cluster|Sentinel)\w*$"), _DOUBLE),
    (re.compile(r"(?:/httpmock|httpmock\.v\d+)$"), re.compile(r"^(?:Activate\w*|NewMockTransport)$"), _INTERCEPTION),
    (re.compile(r"(?:/gock|gock\.v\d+)$"), re.compile(r"^New$"), _DOUBLE),
    (re.compile(r"/miniredis(?:/v\d+)?$"), re.compile(r"^(?:Run\w*|NewMiniRedis)$"), _DOUBLE),
    (re.compile(r"^k8s\.io/.*/fake$|^sigs\.k8s\.io/controller-runtime/pkg/client/fake$"), re.compile(r"^New\w+$"), _DOUBLE),
    (re.compile(r"/gomonkey(?:/v\d+)?$|^bou\.ke/monkey$"), re.compile(r"^(?:Apply\w+|Patch\w*)$"), _DOUBLE),
    (re.compile(r"/gomega/ghttp$"), re.compile(r"^New(?:TLS|Unstarted)?Server$"), _DOUBLE),
    (re.compile(r"/fakestorage$"), re.compile(r"^NewServer\w*$"), _DOUBLE),
    (re.compile(r"/gofakes3$"), re.compile(r"^New$"), _DOUBLE),
    (re.compile(r"/mongo/integration/mtest$"), re.compile(r"^New$"), _DOUBLE),
    (re.compile(r"/(?:grpcmock|httpmock)(?:/v\d+)?$"), re.compile(r"^(?:NewServer|MockServer|New)$"), _DOUBLE),
)
"""Packages and their functions that build a stand-in for another service, with what that is."""

_PLAIN_ASSERTS = (
    (re.compile(r"^gotest\.tools(?:/v\d+)?/assert$"), re.compile(r"^(?!New$|cmp$)[A-Z]\w*$")),
    (re.compile(r"^gotest\.tools(?:/v\d+)?/golden$"), re.compile(r"^(?:Assert|AssertBytes|String|Bytes)$")),
    (re.compile(r"^gotest\.tools(?:/v\d+)?/poll$"), re.compile(r"^WaitOn$")),
    (re.compile(r"^github\.com/matryer/is$"), re.compile(r"^(?:(?:New|NewRelaxed)\(\)|I)(?:\.New\(\))?\.(?:Equal|NoErr|True)$")),
    (re.compile(r"^github\.com/frankban/quicktest$"), re.compile(r"^(?:(?:New\(\)|C)\.)?(?:Assert|Check)$")),
    (re.compile(r"^gopkg\.in/check\.v1$"), re.compile(r"^(?:C\.(?:Assert|Check)|TestingT|RunAll|Run)$")),
    (re.compile(r"^github\.com/go-playground/assert(?:/v\d+)?$"), re.compile(r"^(?:Equal|NotEqual|MatchRegex|NotMatchRegex|Panic)\w*$")),
    (re.compile(r"^github\.com/(?:nalgeon|carlmjohnson)/be$"), re.compile(r"^[A-Z]\w*$")),
    (re.compile(r"^github\.com/gavv/httpexpect(?:/v\d+)?$"), re.compile(r"^.*\.Expect\(\)\.\w+$")),
    (re.compile(r"(?:^|/)testify(?:/v\d+)?/mock$"), re.compile(r"^(?:(?:Mock\.)?Assert\w+)$")),
    (re.compile(r"(?:^|/)gomock$"), re.compile(r"^(?:NewController\(\)|Controller)\.(?:Finish|Satisfied)$")),
    (
        re.compile(r"(?:^|/)(?:go-snaps/snaps|cupaloy(?:/v\d+)?|autogold(?:/v\d+)?|goldie(?:/v\d+)?)$"),
        re.compile(r"^(?:.*\.)?(?:Match\w*|Snapshot\w*|Assert\w*|Equal)$"),
    ),
    (re.compile(r"^testing/(?:quick|fstest|iotest|slogtest)$"), re.compile(r"^Run$")),
    (re.compile(r"^pgregory\.net/rapid$"), re.compile(r"^Check$")),
    (re.compile(r"^go\.uber\.org/goleak$"), re.compile(r"^Verify(?:None|TestMain)$")),
)

_ELSEWHERE: dict[str, Meaning] = {
    "os:Exit": _EXIT,
    "syscall:Exit": _EXIT,
    "runtime:Goexit": _EXIT,
    "github.com/matryer/is:New().Fail": _FAIL,
    "github.com/matryer/is:I.Fail": _FAIL,
    "github.com/frankban/quicktest:New().Run": _TEST,
    "github.com/frankban/quicktest:C.Run": _TEST,
    "github.com/frankban/quicktest:New().Skip": _SKIP,
    "github.com/frankban/quicktest:C.Skip": _SKIP,
    "gopkg.in/check.v1:C.Skip": _SKIP,
    "gopkg.in/check.v1:C.Fatal": _FAIL,
    "gopkg.in/check.v1:C.Fatalf": _FAIL,
    "gopkg.in/check.v1:C.Error": _FAIL,
    "gopkg.in/check.v1:C.Errorf": _FAIL,
    "gopkg.in/check.v1:C.Fail": _FAIL,
    "gopkg.in/check.v1:C.FailNow": _FAIL,
    "gotest.tools/v3/skip:If": Meaning("skip-if", condition=1, reason=2),
    "gotest.tools/skip:If": Meaning("skip-if", condition=1, reason=2),
}


@functools.lru_cache(maxsize=8192)
def meaning(path: str) -> Meaning | None:
    """Give what calling ``path`` is to a test, or None when it is nothing special."""
    if path.startswith("def:"):
        return _defined(path[4:])
    head, dot, last = path.rpartition(".")
    if dot and _TESTING_HEADS.search(head):
        # A sub-benchmark measures; it is not expected to assert.
        return _GROUP if path == "testing:B.Run" else _TESTING.get(last)
    module, colon, member = path.rpartition(":")
    found = _member(module, member) if colon else _bare(path)
    if found is not None:
        return found
    name = member.rpartition(".")[2]
    if _DOUBLE_NAME.search(name) and name not in _NO_DOUBLES:
        return _DOUBLE
    return _logged(module, member)


def _defined(name: str) -> Meaning | None:
    if name in _DEFINED_HOOKS:
        return Meaning("hook")
    if name in _DEFINED_TEARDOWNS:
        return Meaning("teardown")
    return Meaning("test") if _DEFINED.search(name) else None


def _bare(path: str) -> Meaning | None:
    """Give the meaning of what no import of the file names: dot imports and predeclared functions."""
    if _GOMEGA.search(path):
        return _ASSERT
    if _GOMEGA_POLL.search(path):
        return Meaning("poll", body=0)
    return _BARE.get(path) or _BUILTINS.get(path) or (_LOG if _GINKGO_LOG.search(path) else None)


def _member(module: str, member: str) -> Meaning | None:
    """Give the meaning of a member of a package."""
    found = _ELSEWHERE.get(f"{module}:{member}")
    if found is not None:
        return found
    if _TESTIFY.search(module):
        return _testify(member)
    if module.endswith("/suite"):
        if member == "Run" and _TESTIFY_SUITE.search(module):
            return Meaning("test")
        inner = _SUITE.search(member)
        if inner is not None:
            return _suite(member, inner[1])
    if _GOMEGA_MODULE.search(module):
        if _GOMEGA.search(member):
            return _ASSERT
        if _GOMEGA_POLL.search(member):
            return Meaning("poll", body=0)
    if _GINKGO_MODULE.search(module):
        return _GINKGO.get(member) or (_LOG if _GINKGO_LOG.search(member) else None)
    if module.endswith("goconvey/convey"):
        return _CONVEY.get(member)
    for modules, names in _PLAIN_ASSERTS:
        if names.search(member) and modules.search(module):
            return _ASSERT
    for modules, names, double in _DOUBLES:
        if names.search(member) and modules.search(module):
            return double
    return None


def _testify(member: str) -> Meaning | None:
    head, dot, name = member.rpartition(".")
    if dot and head.removesuffix("()").rpartition(".")[2] not in ("New", "Assertions", "NewRelaxed"):
        return None
    if _TESTIFY_SILENT.search(name) or not name[:1].isupper():
        return None
    if name in _TESTIFY_FAILS:
        return _FAIL
    if _TESTIFY_POLLS.search(name):
        return Meaning("assert", body=0 if dot else 1)
    return _ASSERT


def _suite(member: str, name: str) -> Meaning | None:
    if name in _SUITE_SILENT or not name[:1].isupper():
        return None
    if name == "Run" and "()" not in member:
        return _TEST
    if name in _TESTIFY_FAILS:
        return _FAIL
    return Meaning("assert", body=0) if _TESTIFY_POLLS.search(name) else _ASSERT


def _logged(module: str, member: str) -> Meaning | None:
    """Give what the call of a logger does: it says something, or says it and ends the process."""
    if module == "fmt":
        return _LOG if re.match(r"^F?[pP]rint(?:f|ln)?$", member) else None
    head, _, name = member.rpartition(".")
    if not (_LOG_MODULES.search(module) or _LOG_RECEIVER.search(head)):
        return None
    if _LOG_EXITS.search(name) or (name in ("Msg", "Msgf", "Send") and re.search(r"(?:^|\.)(?:Fatal|Panic)\(\)", head)):
        return _EXIT
    return _LOG if _LOG_METHODS.search(name) else None


_STRING_FUNCTIONS = _words("""
    Clone Compare Contains ContainsAny ContainsFunc ContainsRune Count Cut CutPrefix CutSuffix EqualFold Fields HasPrefix HasSuffix Index IndexAny IndexByte Join LastIndex
    Map Repeat Replace ReplaceAll Split SplitN Title ToLower ToLowerSpecial ToTitle ToUpper ToValidUTF8 Trim TrimFunc TrimLeft TrimPrefix TrimRight TrimSpace TrimSuffix
""")

VOCABULARY = Vocabulary(
    environment_getters=dict(_getters()),
    conversions=frozenset(
        {
            *(f"strings:{name}" for name in _STRING_FUNCTIONS),
            *(f"bytes:{name}" for name in ("Contains", "Equal", "EqualFold", "HasPrefix", "ToLower", "ToUpper", "TrimSpace")),
            *(f"slices:{name}" for name in ("Contains", "Equal", "Index", "Compact", "Sorted", "Clone")),
            *(f"golang.org/x/exp/slices:{name}" for name in ("Contains", "Equal", "Index")),
            *(f"fmt:{name}" for name in ("Sprint", "Sprintf", "Sprintln", "Append", "Appendf")),
            *(f"strconv:{name}" for name in ("ParseBool", "FormatBool", "Quote", "Unquote", "Itoa", "Atoi", "ParseInt", "FormatInt")),
            *(f"github.com/samber/lo:{name}" for name in ("Contains", "ToPtr", "FromPtr", "CoalesceOrEmpty", "IndexOf")),
            *("cmp:Or", "cmp:Compare", "os:ExpandEnv", "os:Expand", "reflect:DeepEqual", "reflect:ValueOf"),
            *("regexp:MatchString", "path:Match", "path/filepath:Match", "unique:Make"),
            *("k8s.io/utils/ptr:To", "k8s.io/utils/ptr:Deref", "k8s.io/utils/pointer:Bool", "k8s.io/utils/pointer:String"),
            *("string", "bool", "len", "int", "min", "max"),
        }
    ),
    conversion_methods=frozenset({"String", "ToLower", "ToUpper", "Load", "Bool", "Interface", "MatchString", "Equal", "EqualFold"}),
    wrappers=frozenset({"sync:OnceFunc", "sync:OnceValue", "sync:OnceValues"}),
    ternaries=frozenset({"github.com/samber/lo:Ternary", "github.com/samber/lo:TernaryF"}),
    predicates=frozenset(
        {
            ".Filter",
            ".FilterMap",
            ".FilterReject",
            *("slices:ContainsFunc", "slices:DeleteFunc", "slices:IndexFunc", "slices:SortFunc", "slices:SortStableFunc"),
            *("sort:Slice", "sort:SliceStable", "maps:DeleteFunc", "strings:FieldsFunc"),
            *("golang.org/x/exp/slices:ContainsFunc", "golang.org/x/exp/slices:IndexFunc", "golang.org/x/exp/slices:DeleteFunc"),
        }
    ),
    plain_values=re.compile(
        r"/codes:[A-Z]\w*$|^net/http:(?:Status|Method)[A-Z]\w*$|:Err[A-Z]\w*$|^io:EOF$|^context:(?:Canceled|DeadlineExceeded)$"
        r"|^(?:errors:New|fmt:Errorf|.*/status:Errorf?)\(\)$"
        r"|^(?:.*/gomega:)?(?:Equal|Be[A-Z]\w*|Have[A-Z]\w*|Contain[A-Z]\w*|Match[A-Z]\w*|ConsistOf|Succeed)\(\)$"
    ),
    hoists=True,
    block_scopes=True,
    meaning=meaning,
    environment_lists={"BindEnv": 1},
    test_objects=frozenset({"t", "tb", "b", "s"}),
    assertion_subjects=frozenset({"Expect", "ExpectWithOffset", "assertThat", "Ω"}),
    assertion_roots=frozenset({"assert", "require", "is", "Expect", "Ω", "qt", "c", "td", "gomega", "convey"}),
    failing=frozenset({"EXPECT", "go.uber.org/mock/gomock:NewController", "github.com/golang/mock/gomock:NewController"}),
    generated_doubles=re.compile(r"(?:^|/)(?!(?:go|sql|pgx|redis|http|grpc)mock$)(?:mocks?|\w+mocks?|mock_\w+|fakes?|\w+fakes?)$"),
)
