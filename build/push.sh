#!/usr/bin/env bash
# Pushes the packages of a folder and their symbols: push.sh FOLDER. NUGET_API_KEY is short-lived, from trusted publishing.
# The tool's packages for single platforms go first, because the tool's own package names them.
set -euo pipefail
: "${NUGET_API_KEY:?}"
source=${NUGET_SOURCE:-https://api.nuget.org/v3/index.json}
shopt -s extglob nullglob
for package in "$1"/*.@(linux|osx|win|any)*.nupkg "$1"/!(*.@(linux|osx|win|any)*).nupkg; do
  dotnet nuget push "$package" --source "$source" --api-key "$NUGET_API_KEY" --skip-duplicate
done
