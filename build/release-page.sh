#!/usr/bin/env bash
# Makes the release page of TAG: its section of the changelog, and the bills of materials in FOLDER: release-page.sh FOLDER TAG. Needs gh.
set -euo pipefail
folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
notes=$(mktemp)
awk -v title="## [${2#v}]" 'index($0, "## [") == 1 { inside = index($0, title) == 1; next } inside' CHANGELOG.md > "$notes"
prerelease=()
[[ $2 != *-* ]] || prerelease=(--prerelease)
gh release create "$2" "$folder"/*.cdx.json --verify-tag --title "${2#v}" --notes-file "$notes" "${prerelease[@]}"
