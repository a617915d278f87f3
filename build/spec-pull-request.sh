#!/usr/bin/env bash
# Opens one pull request with the drift that spec-update.sh found, or brings the open one up to date: spec-pull-request.sh REPORT.
# Asks git and gh.
set -euo pipefail
report=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")/.."
branch=spec-drift
if grep -q '^No drift' "$report"; then
  echo "No drift, no pull request."
  exit 0
fi
git switch --quiet --force-create "$branch"
git add openapi
git -c user.name="spec drift" -c user.email="spec-drift@users.noreply.github.com" commit --quiet --allow-empty -m "Bring the document up to the upstream edition"
git push --quiet --force origin "$branch"
if [ -n "$(gh pr list --head "$branch" --state open --json number --jq '.[].number')" ]; then
  gh pr edit "$branch" --body-file "$report"
else
  gh pr create --head "$branch" --title "Drift of the upstream document" --body-file "$report"
fi
