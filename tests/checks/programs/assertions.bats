# judged by ITM212
#!/usr/bin/env bats
load helpers
setup() { start; }
@test "a" {  # <- ITM212
  echo hi
  x=1
}
@test "b" {
  curl -fsS "$URL"
}
@test "c" {  # <- ITM212
  run curl "$URL"
}
@test "d" {
  run curl "$URL"
  [ "$status" -eq 0 ]
}
@test "e" {
  run curl "$URL"
  assert_success
}
@test "f" {
  run -0 curl "$URL"
}
@test "g" {
  skip "later"
  run x
}
@test "h" {
  run x
  [[ "$output" == *ok* ]]
}
