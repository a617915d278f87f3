#!/usr/bin/env bash
# Checks the assumptions about Twilio's service against the service itself, with the credentials of the environment. The table goes to
# FOLDER/contract.md. Prints differs=true if something else came than was assumed.
set -euo pipefail
folder=$1
mkdir -p "$folder"
if [[ -z ${TWILIO_API_KEY:-}${TWILIO_ACCOUNT_SID:-} ]]; then
  echo "No credentials are set, so nothing was checked." >&2
  echo "differs=false"
  exit 0
fi

export CONVERSATIONS_CONTRACT=service CONVERSATIONS_CONTRACT_TABLE="$PWD/$folder/contract.md"
status=0
dotnet test --project tests/TwilioConversations.Tests --filter FullyQualifiedName~ContractTests.The_service_is_as_assumed >&2 || status=$?
# Without a table, the run itself failed.
test -s "$CONVERSATIONS_CONTRACT_TABLE" || exit 1
if ((status == 0)); then echo "differs=false"; else echo "differs=true"; fi
