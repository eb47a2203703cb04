# judged by ITM212
@test "x" {
  result=$(curl -fsS x)
  [ "$result" = ok ]
}
@test "y" {
  run curl x
  [ $status = 0 ]
}
@test "z" {  # <- ITM212
  run curl x
  printf '%s' "$output"
}
