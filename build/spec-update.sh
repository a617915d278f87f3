#!/usr/bin/env bash
# Compares the document with the upstream one, writes into it what was added there, and leaves the result for
# spec-pull-request.sh: spec-update.sh FOLDER [UPSTREAM]. Needs a checkout of main with all branches, and gh to read.
# Everything that is built or run is built and run here, without a token that can write.
# Fails on bad input, or if the comparison itself fails: drift is what it is for.
set -euo pipefail
mkdir -p "$1"
folder=$(realpath "$1")
upstream=${2:-https://raw.githubusercontent.com/twilio/twilio-oai/main/spec/json/twilio_conversations_v1.json}
if [ -e "$upstream" ]; then upstream=$(realpath "$upstream"); fi
cd "$(dirname "$0")/.."
# Apart from the run, whose exit code 1 is drift and must not be a failed build.
dotnet build build/SpecDrift -v q >&2
. build/spec-branch.sh
spec_branch

# What a person wrote on an earlier branch is found again: upstream has taken changes back and made them again.
earlier=()
number=0
for old in $(git for-each-ref --sort=-committerdate --count=20 --format '%(refname)' 'refs/remotes/origin/spec-drift-*'); do
  number=$((number + 1))
  if git show "$old:openapi/twilio_conversations_v1.yaml" > "$folder/earlier-$number.yaml" 2> /dev/null; then
    earlier+=(--earlier "$folder/earlier-$number.yaml")
  fi
done

status=0
dotnet run --no-build --project build/SpecDrift -- --upstream "$upstream" --format markdown --apply --try "${SPEC_TRY:-build/spec-try.sh}" "${earlier[@]}" > "$folder/drift.md" || status=$?
if [ "$status" -gt 2 ]; then
  exit "$status"
fi

cp openapi/twilio_conversations_v1.yaml openapi/known-differences.json "$folder"
printf '%s\n' "$status" "$branch" "$before" "$main" > "$folder/state"
rm -f "$folder"/earlier-*.yaml
