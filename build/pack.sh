#!/usr/bin/env bash
# Packs all packages as for a release: pack.sh FOLDER [arguments of dotnet pack]. The version is that of the tag, by MinVer.
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
shift
cd "$(dirname "$0")/.."
for project in src/*/; do
  dotnet pack "$project" -c Release -o "$folder" "$@"
done
dotnet run build/FinishPackages.cs -- "$folder"/*.nupkg
