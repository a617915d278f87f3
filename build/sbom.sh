#!/usr/bin/env bash
# Writes a software bill of materials (CycloneDX) beside each package of a folder that pack.sh filled: sbom.sh FOLDER.
set -euo pipefail
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
dotnet tool restore
for project in src/*/*.csproj; do
  name=$(basename "$project" .csproj)
  for package in "$folder/$name".[0-9]*.nupkg; do
    version=$(basename "${package#"$folder/$name".}" .nupkg)
    dotnet CycloneDX "$project" -o "$folder" -fn "$name.$version.cdx.json" -F Json --exclude-dev -dpr -st Library -sv "$version"
  done
done
