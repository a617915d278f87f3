#!/usr/bin/env bash
# Opens a pull request for what spec-update.sh found, adds to the open one, or closes it when the drift is gone:
# spec-pull-request.sh FOLDER, in a checkout of main with all branches. Needs gh with a token that can write.
# It runs nothing that was built: of the folder it takes a report and two files of openapi/ as data.
set -euo pipefail
folder=$(realpath "$1")
cd "$(dirname "$0")/.."
{ read -r status; read -r seen; read -r seen_before; read -r seen_main; } < "$folder/state"
. build/spec-branch.sh
spec_branch

if [ "$branch $before $main" != "$seen $seen_before $seen_main" ]; then
  echo "The branch or main has changed since the comparison: run this workflow again." >&2
  exit 1
fi

# No drift, or what changes documentation only: there is nothing to merge.
if [ "$status" = 0 ]; then
  if [ -n "$branch" ]; then
    gh pr close "$branch" --comment "The drift is gone. The branch stays, and its descriptions are found again if the drift comes back."
  else
    echo "No drift, no pull request."
  fi
  exit 0
fi

cp "$folder/twilio_conversations_v1.yaml" "$folder/known-differences.json" openapi/
if [ -z "$branch" ]; then
  # Each pull request has a branch of its own, so that what is left of an earlier one is in nobody's way.
  branch=spec-drift-$(date -u +%Y%m%d-%H%M%S)
  action=(pr create --head "$branch" --title "Drift of the upstream document")
  said=
else
  action=(pr edit "$branch")
  said=$(gh pr view "$branch" --json body --jq .body)
fi

git add openapi
if [ -z "$before" ] || ! git diff --cached --quiet; then
  git commit --quiet --allow-empty -m "Follow the upstream OpenAPI document"
fi

# The report stands between two marks; what people write around them stays. GitHub takes 65,536 characters.
begin="<!-- The workflow replaces what follows. -->"
end="<!-- Write below this line. -->"
around() { printf '%s\n' "$said" | tr -d '\r' | awk -v begin="$begin" -v end="$end" -v part="$1" '
  $0 == begin { inside = 1; seen = 1; next }
  $0 == end && inside { inside = 0; after = 1; next }
  !inside && (part == "after") == (after == 1) && (seen || part == "before") { print }
  END { exit }'; }
run=${GITHUB_SERVER_URL:-https://github.com}/${GITHUB_REPOSITORY:-}/actions/runs/${GITHUB_RUN_ID:-}
{
  around before
  printf '%s\n' "$begin"
  LC_ALL=C awk -v left=50000 -v run="$run" '
    { left -= length($0) + 1 }
    left >= 0 { print; next }
    { more++ }
    END { if (more) printf "\n%d more lines are in the summary of [the run](%s).\n", more, run }' "$folder/drift.md"
  printf '%s\n' "$end"
  around after
} > "$folder/body.md"

git push --quiet origin "HEAD:refs/heads/$branch"
gh "${action[@]}" --body-file "$folder/body.md"
# Nothing that a workflow's own token pushes or opens starts a workflow, except a dispatch. Its checks are those of the
# branch's last commit, which is where the pull request looks for them. No other secret is needed.
if [ "$(git rev-parse HEAD)" != "$before" ]; then
  gh workflow run ci.yml --ref "$branch"
fi
