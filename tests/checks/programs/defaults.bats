# judged by ITM205 ITM207 ITM208 ITM212
#!/usr/bin/env bats
load helpers
setup() {
  URL="${BILLING_URL:-http://localhost:8080}"  # <- ITM207
  : "${BILLING_TOKEN:=dev}"  # <- ITM207
  X="${BILLING_X:-}"
  Y="${BILLING_Y:-${BILLING_Z}}"  # <- ITM208
  local name="${1:-x}"
  for i in 1 2; do echo "${i:-3}"; done
  LOG="${LOG_LEVEL:-info}"
  MODE="${INTEGRATION_MODE:-repo}"
  if [ -z "$BILLING_Q" ]; then BILLING_Q=foo; fi  # <- ITM207
  W=abc
  echo "${W:-def}"
  V="${BILLING_V-x}"  # <- ITM207
}
@test "a" {
  skip "later"  # <- ITM205
  run x
}
@test "b" {  # <- ITM212
  [ -n "$FOO" ] || skip "no foo"
  run x
}
@test "c" {
  if [ -z "$FOO" ]; then skip "x"; fi
  run -0 x
}
@test "d" {
  skip  # <- ITM205
}
