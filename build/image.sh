#!/usr/bin/env bash
# Builds the container image of the emulator, for x64 and Arm, as an archive; no container engine is needed:
# image.sh FOLDER [options of dotnet publish].
set -euo pipefail
folder=$(realpath -m "$1")
shift
cd "$(dirname "$0")/.."
dotnet publish src/TwilioConversations.Cli -c Release -t:PublishContainer -v q \
  -p:RuntimeIdentifiers='"linux-x64;linux-arm64"' -p:ContainerRuntimeIdentifiers='"linux-x64;linux-arm64"' \
  -p:UseAppHost=false -p:ContainerArchiveOutputPath="$folder/conversations-emulator.tar" "$@"
