"""TypeScript and JavaScript, JSX included."""

from lint430.languages import Language

LANGUAGE = Language(
    name="typescript",
    extensions=frozenset({".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"}),
    interpreters=frozenset({"node", "deno", "bun", "ts-node", "tsx"}),
)
