#!/usr/bin/env bash
is_mock() { [[ "${INTEGRATION_MODE}" != cluster ]]; }
