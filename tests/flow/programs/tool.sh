#!/bin/sh
# Portable: tests with [, expr, case on concatenations, functions with output, loops, sub-shells, defaults, arrays by hand.
set -eu

mode=${INTEGRATION_MODE-repo}
: "${INTEGRATION_MODE:=repo}"
lower=$(printf '%s' "$mode" | tr '[:upper:]' '[:lower:]')
region=$REGION

if [ "$lower" = cluster ]; then # <- branch
  echo a
elif [ "$region" = eu ]; then
  echo b
fi

if [ "$region" = cluster ] && [ "$mode" = repo ]; then # <- branch
  echo c
fi

case "$mode-$region" in # <- branch
  cluster-eu) echo d ;;
esac

case "$1" in
  cluster) echo e ;;
  *) usage ;;
esac

is_mock() {
  test "$mode" != cluster
}

is_debug() {
  test "${DEBUG:-}" = 1
}

is_mock && echo f # <- branch
is_debug && echo g
is_mock || exit 1 # <- branch

while [ "$mode" = repo ]; do # <- branch
  break
done

until [ -f /var/run/ready ]; do
  sleep 1
done

(
  mode=other
  if [ "$mode" = other ]; then
    echo h
  fi
)
if [ "$mode" = other ]; then # <- branch
  echo i
fi

for file in *.yaml; do
  [ -e "$file" ] || continue
done

echo "$mode" > /var/run/mode
if grep -q cluster /var/run/mode; then
  echo j
fi

if [ "${INTEGRATION_MODEL:-}" = x ]; then
  echo k
fi
unset INTEGRATION_MODE
env -u INTEGRATION_MODE ./run
if [ $? -ne 0 ]; then
  echo l
fi
if [ -n "${INTEGRATION_MODE+x}" ]; then # <- branch
  echo m
fi
