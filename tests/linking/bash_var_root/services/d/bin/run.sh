#!/usr/bin/env bash
ROOT="$(git rev-parse --show-toplevel)"
source "${ROOT}/services/d/lib/env.sh"
case "$MODE" in cluster) real ;; *) fake ;; esac  # <- ITM101
