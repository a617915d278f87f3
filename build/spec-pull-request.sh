#!/usr/bin/env bash
# Opens one pull request for the drift in REPORT, adds to the open one, or closes it when the drift is gone:
# spec-pull-request.sh REPORT [UPSTREAM], after spec-update.sh in a checkout of main. Needs git and gh.
# What people commit to the branch stays: main is merged into it, and nothing is pushed by force.
set -euo pipefail
report=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")/.."
export GIT_AUTHOR_NAME="spec drift" GIT_AUTHOR_EMAIL="spec-drift@users.noreply.github.com"
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL

# The branch of the open pull request. One from a fork is not ours, whatever its name.
branch=$(gh pr list --state open --limit 500 --json isCrossRepository,headRefName --jq '.[] | [.isCrossRepository, .headRefName] | @tsv' |
  awk '$1 == "false" && $2 ~ /^spec-drift-/ && !found { found = 1; print $2 }')

if grep -q '^No drift' "$report"; then
  if [ -n "$branch" ]; then
    gh pr close "$branch" --comment "The drift is gone. The branch stays as it is."
  else
    echo "No drift, no pull request."
  fi
  exit 0
fi

if [ -n "$branch" ]; then
  action=(pr edit "$branch")
  main=$(git rev-parse HEAD)
  git restore openapi
  git fetch --quiet origin "$branch"
  before=$(git rev-parse FETCH_HEAD)
  git switch --quiet --detach "$before"
  if ! git merge --quiet -m "Merge main" "$main"; then
    echo "main cannot be merged into $branch: resolve the conflicts there, then run this workflow again." >&2
    exit 1
  fi
  bash build/spec-update.sh "$(mktemp)" "${@:2}"
  git add openapi
  git diff --cached --quiet || git commit --quiet -m "Follow the upstream OpenAPI document"
else
  # Each pull request has a branch of its own, so that what is left of an earlier one is in nobody's way.
  branch=spec-drift-$(date -u +%Y%m%d-%H%M%S)
  action=(pr create --head "$branch" --title "Drift of the upstream document")
  before=
  git switch --quiet --create "$branch"
  git add openapi
  git commit --quiet --allow-empty -m "Follow the upstream OpenAPI document"
fi

git push --quiet origin "HEAD:refs/heads/$branch"
gh "${action[@]}" --body-file "$report"
# Nothing that a workflow's own token pushes or opens starts a workflow, except a dispatch. Its checks are those of the
# branch's last commit, which is where the pull request looks for them. No other secret is needed.
if [ "$(git rev-parse HEAD)" != "$before" ]; then
  gh workflow run ci.yml --ref "$branch"
fi
