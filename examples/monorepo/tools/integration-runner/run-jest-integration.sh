#!/usr/bin/env bash
# Runs the whole Jest suite of a package: run-jest-integration.sh <package folder> <report path>
set -euo pipefail

cd "$1"
export JEST_JUNIT_OUTPUT_FILE="$2"
exec pnpm exec jest --ci --runInBand __tests__/integration
