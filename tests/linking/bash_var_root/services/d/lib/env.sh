#!/usr/bin/env bash
MODE="${INTEGRATION_MODE}"
