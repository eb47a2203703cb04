#!/usr/bin/env bash
# Finds the test that makes another one fail.
set -eu
suite="$1"; shift
list=$(mktemp) || exit 1
trap 'rm -f "$list"' EXIT INT TERM
go test ./... -list . | grep '^Test' | sort > "$list"
total=$(wc -l < "$list")
low=1 high=$total

run_range() (
  cd "$suite" || exit 2
  pattern=$(sed -n "$1,$2p" "$list" | paste -sd '|' -)
  ! go test -count=1 -run "^($pattern)\$" ./... > run.log 2>&1
)

while [ "$low" -lt "$high" ]; do
  middle=$(( (low + high) / 2 ))
  if run_range "$low" "$middle"; then
    high=$middle
  else
    low=$((middle + 1))
  fi
  printf '%s..%s\n' "$low" "$high"
done
sed -n "${low}p" "$list" | tee culprit.txt | sed 's/^/culprit: /'
test -s culprit.txt || { echo "none found"; exit 3; }
