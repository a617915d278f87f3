#!/usr/bin/env bash
# Fails unless the commit that is checked out is on main: a tag can be pushed from anywhere.
set -euo pipefail
git merge-base --is-ancestor HEAD origin/main || { echo "This commit is not on main: merge it first, then tag it." >&2; exit 1; }
