#!/usr/bin/env bash
# Pushes the packages of a folder, and with them their symbols: push.sh FOLDER. NUGET_API_KEY is short-lived, from trusted publishing.
set -euo pipefail
: "${NUGET_API_KEY:?}"
source=${NUGET_SOURCE:-https://api.nuget.org/v3/index.json}
for package in "$1"/*.nupkg; do
  dotnet nuget push "$package" --source "$source" --api-key "$NUGET_API_KEY" --skip-duplicate
done
