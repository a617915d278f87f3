#!/usr/bin/env bash
# Packs all packages as for a release: pack.sh FOLDER [arguments of dotnet pack]. The version is that of the tag, by MinVer.
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
shift
cd "$(dirname "$0")/.."
dotnet pack build/Packages.proj -c Release -o "$folder" "$@"
dotnet run build/FinishPackages.cs -- CHANGELOG.md "$folder"/*nupkg
