# judged by ITM207 ITM208
setup() {
  export BILLING_REMOTE="${BILLING_REMOTE:-"$USER@$BILLING_HOST"}"
  export BILLING_OTHER="${BILLING_OTHER:-$BILLING_TARGET}"  # <- ITM208
}

@test "asks the remote" {
  run curl "$BILLING_REMOTE" "$BILLING_OTHER"
  [ "$status" -eq 0 ]
}
