# To be sourced: the branch that spec-update.sh and spec-pull-request.sh work on.
export GIT_AUTHOR_NAME="spec drift" GIT_AUTHOR_EMAIL="spec-drift@users.noreply.github.com"
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL

# Sets main, and the branch of the open pull request with its last commit before; both are empty if none is open.
# What people commit to the branch stays: main is merged into it.
spec_branch() {
  main=$(git rev-parse HEAD)
  # A branch of a fork is not ours, whatever its name.
  branch=$(gh pr list --state open --limit 500 --json isCrossRepository,headRefName --jq '.[] | [.isCrossRepository, .headRefName] | @tsv' |
    awk '$1 == "false" && $2 ~ /^spec-drift-/ && !found { found = 1; print $2 }')
  before=
  git switch --quiet --detach
  if [ -n "$branch" ]; then
    before=$(git rev-parse "refs/remotes/origin/$branch")
    git switch --quiet --detach "$before"
    if ! git merge --quiet -m "Merge main" "$main"; then
      echo "main cannot be merged into $branch: resolve the conflicts there, then run this workflow again." >&2
      exit 1
    fi
  fi
}
