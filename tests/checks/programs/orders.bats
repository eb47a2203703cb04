# judged by ITM205 ITM206 ITM207 ITM208 ITM212
bats_require_minimum_version 1.5.0

setup_file() {
  export BILLING_URL="${BILLING_URL:-http://localhost:8080}"  # <- ITM207
  export BILLING_TOKEN="${BILLING_TOKEN:?is required}"
  export BILLING_HOST="${BILLING_HOST:-$HOST_IP}"  # <- ITM208
  TMP="${TMPDIR:-/tmp}"
}

setup() {
  load helpers
  name="${BATS_TEST_NAME:-}"
}

teardown() {
  curl -X DELETE "$BILLING_URL/orders" || true
}

@test "creates an order" {
  run curl -fsS -X POST "$BILLING_URL/orders"
  assert_success
}

@test "lists orders" {  # <- ITM212
  run curl -fsS "$BILLING_URL/orders"
  echo "$output"
}

@test "shows an order" {
  run curl -fsS "$BILLING_URL/orders/1"
  [ "$status" -eq 0 ]
  [[ "$output" == *'"sku"'* ]]
}

@test "pipes an order" {
  curl -fsS "$BILLING_URL/orders/1" | jq -e .sku
}

@test "fails for an unknown order" {
  run ! curl -fsS "$BILLING_URL/orders/none"
}

@test "is planned" {
  skip  # <- ITM205
}

@test "is planned with a reason" {
  skip "after the move"  # <- ITM205
  run curl "$BILLING_URL"
  assert_success
}

@test "needs a token" {
  if [ -z "${BILLING_TOKEN:-}" ]; then
    skip "no token"  # <- ITM206
  fi
  run curl -H "Authorization: $BILLING_TOKEN" "$BILLING_URL"
  assert_success
}

@test "needs kubectl" {
  command -v kubectl || skip "kubectl not installed"  # <- ITM206
  run kubectl get pods
  assert_success
}

@test "needs the server" {
  if ! curl -fsS "$BILLING_URL/health"; then
    skip "server is down"  # <- ITM206
  fi
  run curl "$BILLING_URL"
  assert_success
}

@test "is for linux" {
  [ "$(uname)" = Linux ] || skip "linux only"
  run curl "$BILLING_URL"
  assert_success
}

@test "composes a default" {
  export BILLING_REMOTE="${BILLING_REMOTE:-"$USER@$BILLING_URL"}"
  run curl "$BILLING_REMOTE"
  assert_success
}
