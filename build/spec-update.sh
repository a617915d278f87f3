#!/usr/bin/env bash
# Compares the document with the upstream one, and writes into it what was added there: spec-update.sh REPORT [UPSTREAM].
# Fails on bad input, or where the comparison itself fails: drift is what it is for.
set -euo pipefail
report=$(mkdir -p "$(dirname "$1")" && cd "$(dirname "$1")" && pwd)/$(basename "$1")
upstream=${2:-https://raw.githubusercontent.com/twilio/twilio-oai/main/spec/json/twilio_conversations_v1.json}
cd "$(dirname "$0")/.."
# Apart from the run, whose exit code 1 is drift and must not be a failed build.
dotnet build build/SpecDrift -v q >&2
status=0
dotnet run --no-build --project build/SpecDrift -- --upstream "$upstream" --format markdown --apply > "$report" || status=$?
if [ "$status" -gt 2 ]; then
  exit "$status"
fi
