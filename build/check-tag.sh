#!/usr/bin/env bash
# Fails unless TAG may be released: check-tag.sh TAG. A tag can be pushed from anywhere and have any name, and a registry keeps a version for good.
set -euo pipefail
cd "$(dirname "$0")/.."
fail() { echo "$*" >&2; exit 1; }
[[ $1 =~ ^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || fail "$1 is not a version: name the tag v1.2.3 or v1.2.3-beta.1."
git merge-base --is-ancestor HEAD origin/main || fail "This commit is not on main: merge it first, then tag it."
grep -q "^## \[${1#v}\] - [0-9-]*$" CHANGELOG.md || fail "CHANGELOG.md has no section '## [${1#v}] - DATE': add it, then tag that commit."
