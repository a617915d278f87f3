#!/usr/bin/env bash
# Tries a document and a list of known differences in a copy of the last commit: spec-try.sh DOCUMENT KNOWN.
# Fails if it does not generate or compile, or if a test fails that does not wait for a person's words.
set -euo pipefail
document=$(realpath "$1")
known=$(realpath "$2")
cd "$(dirname "$0")/.."
copy=artifacts/spec-try
if [ ! -e "$copy" ]; then
  mkdir -p "$copy"
  git archive HEAD | tar --extract --directory "$copy"
fi

cp "$document" "$copy/openapi/twilio_conversations_v1.yaml"
cp "$known" "$copy/openapi/known-differences.json"
cd "$copy"
dotnet build tests/TwilioConversations.Tests -v q -p:RunAnalyzers=false
dotnet test --project tests/TwilioConversations.Tests --no-build --filter 'TestCategory!=Words'
