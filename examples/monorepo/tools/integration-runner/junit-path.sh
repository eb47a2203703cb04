#!/usr/bin/env bash
# Where reports go, for runners to source.

# Prints the absolute path of a suite's JUnit report and makes its folder.
resolve_junit_path() {
  local root
  root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
  mkdir -p "${root}/artifacts/integration"
  printf '%s/artifacts/integration/%s.xml\n' "${root}" "$1"
}
