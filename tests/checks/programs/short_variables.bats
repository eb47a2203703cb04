# judged by ITM207
@test "x" {
  local url="${A_URL:-http://x}"  # <- ITM207
  [ -n "$url" ]
}
# judged by ITM207
setup() {
  export A_URL=http://x
  A_DIR="${BATS_TEST_DIRNAME:-.}"
  : "${A_TOKEN:?missing}"
}
@test "x" { [ -n "$A_URL" ]; }
