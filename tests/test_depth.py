"""Source that nests or repeats absurdly deep is analysed or left alone, never a crash."""

from __future__ import annotations

import pytest

from lint430.engine import check_sources

DEEP = 2500
SHAPES = {
    "services/a/src/calls.py": "import os\nx = " + "f(" * DEEP + 'os.environ["INTEGRATION_MODE"]' + ")" * DEEP + "\n",
    "services/a/src/sum.py": "import os\nx = " + " + ".join(['os.environ["INTEGRATION_MODE"]'] * DEEP) + "\n",
    "services/a/src/attributes.py": "import os\nos.environ['INTEGRATION_MODE']\nx = a" + ".b" * DEEP + "\n",
    "services/a/src/chain.ts": "process.env.INTEGRATION_MODE;\nconst x = a" + ".b()" * DEEP + ";\n",
    "services/a/src/logic.ts": "const m = process.env.INTEGRATION_MODE;\nconst x = " + " || ".join(["a"] * DEEP) + ";\n",
    "services/a/src/ternaries.ts": "const m = process.env.INTEGRATION_MODE;\nconst x = " + "a ? b : " * DEEP + "c;\n",
    "services/a/x.go": 'package a\n\nimport "os"\n\nvar m = os.Getenv("INTEGRATION_MODE")\nvar x = ' + " + ".join(['"a"'] * DEEP) + "\n",
    "services/a/bin/x.sh": "echo $INTEGRATION_MODE\n" + " && ".join(["a"] * DEEP) + "\n",
    "services/a/bin/ifs.sh": "echo $INTEGRATION_MODE\n" + "if a; then " * DEEP + ":" + "; fi" * DEEP + "\n",
}


@pytest.mark.parametrize("path", sorted(SHAPES))
def test_depth_is_no_crash(path: str) -> None:
    outcome = check_sources(
        {path: SHAPES[path], "services/a/src/near.py": 'import os\nif os.environ["INTEGRATION_MODE"] == "repo":\n    x = 1\n'}
    )
    assert not outcome.failures
    assert ("ITM101", "services/a/src/near.py", 2) in [(f.code, f.path, f.span.line) for f in outcome.run.findings]
