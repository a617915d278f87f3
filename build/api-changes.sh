#!/usr/bin/env bash
# Prints, as Markdown, what has changed in the public surface since a commit: api-changes.sh COMMIT.
set -euo pipefail
cd "$(dirname "$0")/.."
echo "## Public surface"
if ! git cat-file -e "${1:-none}^{commit}" 2>/dev/null; then
  echo "Nothing to compare with."
elif git diff --quiet "$1" HEAD -- tests/TwilioConversations.Tests/PublicApi; then
  echo "Unchanged."
else
  echo '```diff'
  git diff --unified=0 "$1" HEAD -- tests/TwilioConversations.Tests/PublicApi | grep '^[-+]'
  echo '```'
fi
