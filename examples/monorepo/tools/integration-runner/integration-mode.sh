#!/usr/bin/env bash
# The mode of an integration suite, for runners to source.

# Prints repo, local or cluster; fails on anything else. Unset means repo.
integration_mode() {
  local value="${INTEGRATION_MODE:-repo}"
  case "${value,,}" in
    repo | local | cluster) printf '%s\n' "${value,,}" ;;
    *)
      printf 'INTEGRATION_MODE must be repo, local or cluster, not %s\n' "${value}" >&2
      return 1
      ;;
  esac
}

# Stops a run that is about to use live services without having asked for them.
require_cluster_mode() {
  local mode
  mode="$(integration_mode)"
  if [[ "${mode}" != "cluster" ]]; then
    printf 'INTEGRATION_MODE must be cluster here, not %s\n' "${mode}" >&2
    exit 1
  fi
}
