#!/usr/bin/env bash
set -euo pipefail

mode="${INTEGRATION_MODE:-repo}"
lower="${mode,,}"
port="${PORT:-80}"

is_cluster() {
  [[ "$lower" == cluster ]]
}

if [[ "$mode" == "repo" ]]; then # <- branch
  echo fake
fi

if is_cluster; then # <- branch
  echo live
fi

case "$INTEGRATION_MODE" in # <- branch
  cluster) start_live ;;
  *) start_fake ;;
esac

if [ "$port" = 80 ]; then
  echo port
fi

[ "$mode" = cluster ] && start_live # <- branch

pick() {
  if [ "$1" = cluster ]; then # <- branch
    start_live
  fi
}
pick "$mode"

mode=other
if [ "$mode" = other ]; then
  echo rebound
fi
