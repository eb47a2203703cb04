#!/usr/bin/env bats

setup() {
  load 'test_helper/bats-assert/load'
  MODE="${INTEGRATION_MODE:-repo}"
  if [[ "$MODE" == "cluster" ]]; then
    URL="${LEDGER_URL}"
  else
    URL="http://localhost:8080"
  fi
}

@test "skips" {
  if [[ "$INTEGRATION_MODE" != "cluster" ]]; then
    skip "cluster only" # <- skip
  fi
  run curl "$URL"
  [ "$status" -eq 0 ]
}

@test "skips in short" {
  [[ "$INTEGRATION_MODE" == "cluster" ]] || skip "cluster only" # <- skip
  run curl "$URL"
  [ "$status" -eq 0 ]
}

@test "asserts in an arm" {
  run curl "$URL"
  [ "$status" -eq 0 ]
  if [[ "$INTEGRATION_MODE" == "cluster" ]]; then
    [[ "$output" == *"n1"* ]] # <- assertion
  fi
}

@test "needs a token" {
  if [[ -z "${LEDGER_TOKEN:-}" ]]; then
    skip "no token" # <- dependency
  fi
  run curl "$URL"
  [ "$status" -eq 0 ]
}

@test "same" {
  run curl "$URL"
  [ "$status" -eq 0 ]
  [[ "$output" == "ok" ]]
}
