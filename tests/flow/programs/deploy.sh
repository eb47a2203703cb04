#!/usr/bin/env bash
set -euo pipefail

MODE="${INTEGRATION_MODE:-repo}"
mode_lower="${MODE,,}"
REGION="${REGION:-eu}"
readonly KIND="$(printenv INTEGRATION_MODE || true)"

is_cluster() {
  [[ "${mode_lower}" == "cluster" ]]
}

is_eu() {
  [[ "${REGION}" == "eu" ]]
}

if is_cluster; then # <- branch
  echo live
fi

if is_eu; then
  echo eu
fi

start() {
  local mode="$1"
  local region="$2"
  if [[ "$region" == "eu" ]]; then
    echo eu
  fi
  case "$mode" in # <- branch
    cluster) kubectl apply -f live.yaml ;;
    *) docker compose up -d ;;
  esac
}
start "$MODE" "$REGION"

other() {
  local MODE="$1"
  if [[ "$MODE" == "cluster" ]]; then
    echo no
  fi
}
other "x"

while getopts "m:r:" opt; do
  case "$opt" in
    m) chosen="$OPTARG" ;;
    r) REGION="$OPTARG" ;;
  esac
done

[[ "$MODE" == "repo" ]] && echo repo # <- branch
[ "${INTEGRATION_MODE:-}" = "cluster" ] || echo other # <- branch
[[ -n "${DEBUG:-}" ]] && echo debug
[ -z "$INTEGRATION_MODE" ] && exit 0 # <- branch

flag=0
if [[ "$KIND" == "cluster" ]]; then
  flag=1
fi
if [[ "$flag" == 1 ]]; then # <- branch
  echo flag
fi

# if [[ "$INTEGRATION_MODE" == "cluster" ]]; then
echo 'if [[ "$INTEGRATION_MODE" == "cluster" ]]'
url="http://localhost"
if [[ "$MODE" == "cluster" ]]; then # <- branch
  url="http://svc"
fi
if [[ "$url" == "http://svc" ]]; then
  echo chosen
fi
MODE="fixed"
if [[ "$MODE" == "fixed" ]]; then
  echo fixed
fi

for mode in repo cluster; do
  if [[ "$mode" == "repo" ]]; then
    echo "$mode"
  fi
done

current() {
  echo "${INTEGRATION_MODE:-repo}"
}
if [ "$(current)" = "cluster" ]; then # <- branch
  echo current
fi
test "$(uname)" = "Linux" && echo linux
INTEGRATION_MODE=cluster ./run.sh
export INTEGRATION_MODE=repo
if ! is_cluster; then # <- branch
  echo not
fi

dry=false
[[ "${INTEGRATION_MODE}" == "repo" ]] && dry=true
count=0
if [[ "${REGION}" == "eu" ]]; then
  count=1
fi
if [[ "$count" == 1 ]]; then
  echo count
fi
