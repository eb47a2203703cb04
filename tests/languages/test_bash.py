"""Bash scripts as facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint430 import facts
from lint430.languages.bash.lowering import lower, lower_fragment
from lint430.languages.bash.resolution import Resolution
from lint430.languages.bash.vocabulary import meaning
from lint430.languages.resolution import Tree


def dump(node: object) -> str:
    """Spell facts on one line."""
    match node:
        case facts.Literal():
            return repr(node.value)
        case facts.Name():
            return f"${node.id}"
        case facts.Cast():
            return f"cast({dump(node.value)})"
        case facts.Logic():
            return f"({dump(node.left)} {node.operator} {dump(node.right)})"
        case facts.Compare():
            return f"({dump(node.left)} {node.operator} {dump(node.right)})"
        case facts.Not():
            return f"not {dump(node.operand)}"
        case facts.Combine():
            return f"{node.operator}[{' '.join(map(dump, node.parts))}]"
        case facts.Call():
            words = " ".join(f"{a.name}={dump(a.value)}" if a.name else dump(a.value) for a in node.arguments)
            name = node.function.id if isinstance(node.function, facts.Name) else dump(node.function)
            return f"{'sub' if node.kind == 'substitution' else ''}<{name}{' ' if words else ''}{words}>"
        case facts.Index():
            return f"{dump(node.object)}[{dump(node.key)}]"
        case facts.Bind():
            return f"{dump(node.target)}:={dump(node.value)}"
        case facts.Record():
            return "{" + ", ".join(f"{dump(e.key)}: {dump(e.value)}" for e in node.entries) + "}"
        case facts.Sequence():
            return "[" + ", ".join(map(dump, node.items)) + "]"
        case facts.Ternary():
            return f"({dump(node.test)} ? {dump(node.then)} : {dump(node.orelse)})"
        case facts.Opaque():
            return f"?{node.kind}({' '.join(map(dump, node.children))})"
        case facts.Function():
            names = ",".join(dump(p.target) for p in node.parameters)
            return f"fn {node.name}({names}) {body(node.body)}"
        case facts.Evaluate():
            return dump(node.value)
        case facts.Assign():
            flags = f"{node.declares + ' ' if node.declares else ''}{'export ' if node.exported else ''}"
            return f"{flags}{dump(node.target)} {node.operator}= {'-' if node.value is None else dump(node.value)}"
        case facts.If():
            other = f" else {body(node.orelse)}" if node.orelse else ""
            return f"if{'+' if node.chained else ''} {dump(node.test)} {body(node.body)}{other}"
        case facts.Switch():
            return f"switch {dump(node.subject)} " + " ".join(
                f"{'|'.join(map(dump, c.patterns)) or '-'}{'*' if c.default else ''}{'>' if c.falls_through else ''}{body(c.body)}"
                for c in node.cases
            )
        case facts.Loop():
            head = f"for {dump(node.target)} in {dump(node.iterable)}" if node.iterable is not None else f"while {dump(node.test)}"
            return f"{head} {body(node.body)}"
        case facts.Return():
            return "return" if node.value is None else f"return {dump(node.value)}"
        case facts.Output():
            return f"out {dump(node.value)}"
        case facts.Jump():
            return node.kind
        case facts.Block():
            return f"{node.kind}{body(node.body)}"
        case facts.Define():
            return dump(node.function)
        case facts.Import():
            return f"source {node.module}"
        case _:
            return type(node).__name__


def body(stmts: tuple[facts.Stmt, ...]) -> str:
    return "{" + "; ".join(map(dump, stmts)) + "}"


def lowered(text: str, path: str = "x.sh") -> str:
    module = lower(path, text.encode())
    assert module.errors == ()
    return "; ".join(map(dump, module.body))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X=v", "$X = 'v'"),
        ("X=", "$X = ''"),
        ('export X="$Y"', "export $X = $Y"),
        ("export X", "export $X = $X"),
        ("declare -x Q=1", "export $Q = '1'"),
        ("readonly R=2", "const $R = '2'"),
        ('a=(one "$two")', "$a = ['one', $two]"),
        ("a+=(b)", "$a += ['b']"),
        ('declare -A m=([k]=v [j]="w")', "$m = {'k': 'v', 'j': 'w'}"),
        ("m[k]=v", "$m['k'] = 'v'"),
        ("unset X", "<unset 'X'>"),
        ("X=v cmd a", "<cmd 'a' X='v'>"),
        ('env X=v Y="a$b" cmd', "<env 'cmd' X='v' Y=text['a' $b]>"),
        ("echo ${X,,} ${X#p} ${X/a/b} ${X:0:3} ${#X}", "<echo cast($X) cast($X) cast($X) cast($X) cast($X)>"),
        ('echo ${X:-d} ${X-} ${X:-"$Y"}', "<echo ($X or 'd') ($X or '') ($X or $Y)>"),
        ("echo ${X:=d} ${X:+w} ${X:?m} ${!X}", "<echo $X:=($X or 'd') ($X and 'w') sub<require $X 'm'> sub<printenv $X>>"),
        ('echo ${m[$k]} "${m[@]}" $1 $@ $#', "<echo $m[$k] $m $1 $@ $#>"),
        ("echo \"a $b\" 'c' d\\ e $'f\\n'", "<echo text['a ' $b] 'c' 'd e' 'f\\n'>"),
        ("echo $((a + 1))", "<echo arithmetic[+[$a 1]]>"),
        ("v=$(cmd a)", "$v = sub<cmd 'a'>"),
        ("v=`cmd a`", "$v = sub<cmd 'a'>"),
        ("v=$(cmd | tr A-Z a-z)", "$v = cast(sub<cmd>)"),
        ('v=$(echo "$X" | tr A-Z a-z)', "$v = cast(cast($X))"),
        ("v=$(printenv X || true)", "$v = sub<printenv 'X'>"),
        ("v=$(a || echo b)", "$v = (sub<a> or cast('b'))"),
        ("v=$(a; b)", "$v = ?substitution(<a> <b>)"),
        ("v=$(test $X = c && echo a || echo b)", "$v = (($X == 'c') ? cast('a') : cast('b'))"),
        ("v=$([[ $X == c ]] && echo a)", "$v = (($X == 'c') ? cast('a') : '')"),
        ("v=$([ $X = c ] || echo a)", "$v = (($X == 'c') ? '' : cast('a'))"),
        ("v=$(if [ $X = c ]; then echo a; elif b; then echo d; fi)", "$v = (($X == 'c') ? cast('a') : (<b> ? cast('d') : ''))"),
        ("v=$(case $X in c|d) echo a;; *) echo b;; esac)", "$v = ((($X == 'c') or ($X == 'd')) ? cast('a') : cast('b'))"),
        ("v=$({ echo a; })", "$v = cast('a')"),
        ("X=1 Y=2\nfoo", "$X = '1'; $Y = '2'; <foo>"),
        ("X=1 Y=2 # why\nfoo", "$X = '1'; $Y = '2'; <foo>"),
        ("X=1 Y=2 \\\n  foo", "<foo X='1' Y='2'>"),
        ("X=1 Y=2\nexport Z=3", "$X = '1'; $Y = '2'; export $Z = '3'"),
        ("printf -v X '%s' \"$Y\"", "<printf '-v' 'X' '%s' $Y>; $X = $Y"),
        ("declare -n r=MODE", "$r = $MODE"),
        ('set -- "$@" -k x', "<set '--' $@ '-k' 'x'>; $@ = [$@, '-k', 'x']"),
        ("read -r A B < f", "<read '-r' 'A' 'B'>; $A = ?input(); $B = ?input()"),
        ("read -rp Name A <<< $Y", "<read '-rp' 'Name' 'A' <<<=$Y>; $A = $Y"),
        ("mapfile -t xs < <(f)", "<mapfile '-t' 'xs' <(=sub<f>>; $xs = sub<f>"),
        ("echo ${n:$i:1} ${c:+$c;}", "<echo cast($n) ($c and text[$c ';'])>"),
        ("ls !(a|b)/*.py", "<ls '!(a|b)/*.py'>"),
        ("a -b \\\n  `# why` \\\n  -c", "<a '-b' '-c'>"),
    ],
)
def test_words_and_assignments(text: str, expected: str) -> None:
    assert lowered(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[ a = b ]", "('a' == 'b')"),
        ("[[ $a == b && ! $c != d ]]", "(($a == 'b') and not ($c != 'd'))"),
        ("[[ $a == repo* ]]", "($a match 'repo*')"),
        ('[[ $a == "b"* ]]', "($a match 'b*')"),
        ("[[ $a =~ ^(x|y)$ ]]", "($a match '^(x|y)$')"),
        ('[[ $a = *"b c"* ]]', "($a match '*b c*')"),
        ('[[ $a == */"$b" ]]', "($a match text['*/' $b])"),
        ("[[ $a != *b* ]]", "not ($a match '*b*')"),
        ("[[ $a = x || $b = y && ! $c = z ]]", "(($a == 'x') or (($b == 'y') and not ($c == 'z')))"),
        ('[[ "$a" =~ ^f\\{n=\\"([^\\"]+)\\"}\\ x$ ]]', '($a match \'^f{n="([^"]+)"} x$\')'),
        ('[ -n "$a" -a "$b" = x ]', "(($a != '') and ($b == 'x'))"),
        ('[ ! "$a" = x -a ! -f y ]', "(not ($a == 'x') and not ?file-test('y'))"),
        ('[ "$1" = -h -o "$1" = --help ]', "(($1 == '-h') or ($1 == '--help'))"),
        (r'[ \( "$a" = x -o "$a" = y \) -a "$b" = z ]', "((($a == 'x') or ($a == 'y')) and ($b == 'z'))"),
        ('test "$a" = x -o "$a" = y', "(($a == 'x') or ($a == 'y'))"),
        ('[ "$a" = x -o "$b" = y ]', "(($a == 'x') or ($b == 'y'))"),
        ("[[ -v X ]]", "<isset 'X'>"),
        ("[ -f x ]", "?file-test('x')"),
        ('[ "$x" ]', "($x != '')"),
        ('test -n "$x"', "($x != '')"),
        ("test a != b", "('a' != 'b')"),
        ("(( a > 1 ))", "?arithmetic(($a > 1))"),
        ("if (( a > 1 )); then b; fi", "if ($a > 1) {<b>}"),
    ],
)
def test_conditions(text: str, expected: str) -> None:
    assert lowered(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if a; then b; elif c; then d; else e; fi", "if <a> {<b>} else {if+ <c> {<d>} else {<e>}}"),
        ("if ! grep -q x f; then :; fi", "if not <grep '-q' 'x' 'f'> {<:>}"),
        ("if [ a = b ] && c; then d; fi", "if (('a' == 'b') and <c>) {<d>}"),
        ("a && b", "if <a> {<b>}"),
        ("a || b", "if not <a> {<b>}"),
        ("a && b || c", "if <a> {<b>} else {<c>}"),
        ("a && b && c", "if (<a> and <b>) {<c>}"),
        ("M=$(f) || exit 1", "$M = sub<f>; if ?status() {<exit '1'>}"),
        (". lib.sh || exit 1", "source lib.sh; if ?status() {<exit '1'>}"),
        (
            "case $x in a|'b') one;; *.sh) two;; [Cc]luster) three;& *) four;; esac",
            "switch $x 'a'|'b'{<one>} ?pattern(){<two>} 'cluster'>{<three>} -*{<four>}",
        ),
        ("while a; do b; done", "while <a> {<b>}"),
        ("until a; do b; done", "while not <a> {<b>}"),
        ('for x in a "$b"; do c; done', "for $x in ['a', $b] {<c>}"),
        ("for x; do continue; done", "for $x in $@ {continue}"),
        ("for ((i=0; i<3; i++)); do a; done", "while ($i < 3) {<a>}"),
        ("( a )", "subshell{<a>}"),
        ("{ a; b; }", "block{<a>; <b>}"),
        ("a | b", "pipeline{<a>; <b>}"),
        ("a &", "background{<a>}"),
        ("f() { [ $1 = x ]; }", "fn f($1) {return ($1 == 'x')}"),
        ('f() { echo "$M"; }', "fn f() {<echo $M>; out $M}"),
        ("f() { echo a >&2; }", "fn f() {<echo 'a'>}"),
        ("f() { local x=1; return 3; }", "fn f() {local $x = '1'; return 3}"),
        ('f() { g "$2"; }', "fn f($1,$2) {return <g $2>}"),
        ("f() if a; then b; fi", "fn f() {if <a> {<b>}}"),
        ("f() [[ $1 == x ]]", "fn f($1) {return ($1 == 'x')}"),
        ("while read -r m; do a $m; done < f", "while <read '-r' 'm'> {$m = ?input(); <a $m>}"),
        ("timeout 9 bash -euo pipefail -c 'a; b'", "<timeout '9' 'bash' '-euo' 'pipefail' '-c' 'a; b'>; subshell{<a>; <b>}"),
        ('docker run --rm i sh -c "a $X"', "<docker 'run' '--rm' 'i' 'sh' '-c' text['a ' $X]>; subshell{<a $X>}"),
        ("if sh -c 'a'; then b; fi", "if <sh '-c' 'a' -c=fn None() {<a>}> {<b>}"),
        ("a | xargs sh -c 'b'", "pipeline{<a>; <xargs 'sh' '-c' 'b'>; subshell{<b>}}"),
        ("trap 'a; b' EXIT", "<trap 'a; b' 'EXIT'>; subshell{<a>; <b>}"),
        ("echo sh -c 'a'", "<echo 'sh' '-c' 'a'>"),
        ('source "${ROOT}/tools/x.sh"', "source ${ROOT}/tools/x.sh"),
        ('. "$(dirname "$0")/x.sh"', "source $()/x.sh"),
        ("sh -c 'a b'", "<sh '-c' 'a b'>; subshell{<a 'b'>}"),
        ('read -r m <<< "$(f)"', "<read '-r' 'm' <<<=sub<f>>; $m = sub<f>"),
        ("read -r m < <(f)", "<read '-r' 'm' <(=sub<f>>; $m = sub<f>"),
        ("cat <<E\nx $y\nE\n", "<cat <<=text['x ' $y '\\n']>"),
        ("cat <<E\nx $1\nE\n", "<cat <<=text['x ' $1 '\\n']>"),
        ("cat <<'E'\nx $1\nE\n", "<cat <<='x $1\\n'>"),
        ("cat <<E >&2 | tee f\nx\nE\n", "pipeline{<cat <<='x\\n'>; <tee 'f'>}"),
        ("cat <<E | jq .\nx\nE\n", "pipeline{<cat <<='x\\n'>; <jq '.'>}"),
        ("cat <<E - f\nx\nE\n", "<cat '-' 'f' <<='x\\n'>"),
        ("echo >&2 a", "<echo 'a'>"),
        ("a && b > f c", "if <a> {<b 'c'>}"),
        ("a | b | c d\ne && f > g", "pipeline{<a>; <b>; <c 'd'>}; if <e> {<f>}"),
        ("x=$a/b/$c/d", "$x = text[$a '/b/' $c '/d']"),
        ("cd $a/$b/c", "<cd text[$a '/' $b '/c']>"),
        ("x=$a'b'$1", "$x = text[$a 'b' $1]"),
        ("a x\n\\b", "<a 'x'>; <b>"),
        (". /a/`b`/c", "source /a/$()/c"),
        ("if ! . x; then b; fi", "source x; if not <. 'x'> {<b>}"),
        ("a > f`b`", "?redirection(text['f' sub<b>]); <a>"),
    ],
)
def test_statements(text: str, expected: str) -> None:
    assert lowered(text) == expected


def test_bats_tests_are_functions_with_a_title() -> None:
    assert lowered('@test "adds two" {\n  run add 1\n  [ "$status" -eq 0 ]\n}\n', "x.bats") == (
        "<@test 'adds two' fn None() {<run 'add' '1'>; ($status == '0')}>"
    )


def test_what_a_script_sources_and_loads_is_mentioned() -> None:
    resolution = Resolution(Tree.of(["a/t/x.bats", "a/t/helpers.bash"], lambda path: None))
    mentioned = resolution.mentions(b"source \"$ROOT/lib.sh\"\n  load 'helpers'\nload ../a/b.bash\nworkload 1\n")
    assert mentioned == ["$ROOT/lib.sh", "helpers.bash", "../a/b.bash"]
    assert resolution.target("a/t/x.bats", "helpers.bash") == "a/t/helpers.bash"


@pytest.mark.parametrize("title", ["adds two", "'adds two'", '"adds two', '"adds" "two"'])
def test_bats_takes_any_title(title: str) -> None:
    assert "fn None() {<a>}" in lowered(f"@test {title} {{\n  a\n}}\n", "x.bats")


def test_bats_loads_a_script_by_its_stem() -> None:
    assert lowered("load helpers/common", "x.bats") == "source helpers/common.bash"
    assert lowered("load helpers/common") == "<load 'helpers/common'>"


def test_places_stay_right_where_a_line_end_was_respelled() -> None:
    module = lower("x.sh", b"X=1 Y=2\nfoo\n  bar\n")
    assert [(s.span.line, s.span.column) for s in module.body] == [(1, 1), (1, 5), (2, 1), (3, 3)]


def test_comments_and_places() -> None:
    module = lower("x.sh", b"#!/bin/bash\n# one\nX=1 # two\ncat <<E\n# no comment\nE\n")
    assert [(c.text, c.alone) for c in module.comments] == [("#!/bin/bash", True), ("# one", True), ("# two", False)]
    assert (module.body[0].span.line, module.body[0].span.column, module.body[0].span.end_column) == (3, 1, 4)


def test_a_fragment_keeps_its_place() -> None:
    module = lower_fragment("if a; then\nX=1\nfi", "w.yml", 10, 7, [5, 5])
    stmt = module.body[0]
    assert isinstance(stmt, facts.If)
    assert (stmt.span.line, stmt.span.column) == (10, 7)
    assert (stmt.body[0].span.line, stmt.body[0].span.column) == (11, 5)


def test_what_stands_around_an_error_is_read() -> None:
    module = lower("x.sh", b"X=1\nif then (\nY=2\n")
    assert module.errors
    assert "$X = '1'" in [dump(s) for s in module.body]


@pytest.mark.parametrize("text", ["(" * 5000, "$(" * 5000, "if a; then " * 5000, "{ " * 5000, '"${x:-' * 3000])
def test_depth_never_raises(text: str) -> None:
    assert lower("x.sh", text.encode()).errors


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("if a; then ", "; fi"), ("{ ", "; }"), ("( ", " )"), ("x=$(", ")"), ("case a in b) ", ";; esac"), ("f() { ", "; }")],
)
def test_what_is_too_deep_is_one_error_and_the_rest_is_read(opening: str, closing: str) -> None:
    module = lower("x.sh", ("first\n" + opening * 5000 + ":" + closing * 5000 + "\nlast\n").encode())
    assert len(module.errors) == 1
    assert (dump(module.body[0]), dump(module.body[-1])) == ("<first>", "<last>")
    assert len(facts.walk(list(module.body))) > 100


def test_scripts_of_this_machine_never_raise() -> None:
    for path in sorted(Path("/usr/bin").glob("*"))[:2000] if Path("/usr/bin").is_dir() else []:
        if path.is_file() and path.stat().st_size < 200_000:
            data = path.read_bytes()
            if data.startswith((b"#!/bin/sh", b"#!/bin/bash", b"#! /bin/sh")):
                lower(path.name, data)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("@test", "test"),
        ("skip", "skip"),
        ("assert_output", "assert"),
        ("refute_line", "assert"),
        ("[[", "assert"),
        ("def:setup", "hook"),
        ("def:teardown_file", "teardown"),
        ("exit", "exit"),
        ("echo", "log"),
        ("die", "fail"),
        ("run", "quiet"),
        ("sleep", "quiet"),
    ],
)
def test_meanings(path: str, kind: str) -> None:
    found = meaning(path)
    assert found is not None
    assert found.kind == kind


def test_other_commands_mean_nothing() -> None:
    assert meaning("curl") is None
