#!/usr/bin/env bash
# Opens an issue with the table in FOLDER/contract.md, or adds it to the open one.
set -euo pipefail
table=$1/contract.md
title="The service differs from what is assumed"
open=$(gh issue list --state open --search "in:title \"$title\"" --json number --jq '.[0].number // empty')
if [[ -n $open ]]; then
  gh issue comment "$open" --body-file "$table"
else
  gh issue create --title "$title" --body-file "$table"
fi
