#!/usr/bin/env bash
# Publishes the image of the emulator from the archive of build/image.sh in the repository's registry: push-image.sh FOLDER TAG.
# A version without a suffix becomes the latest one too.
set -euo pipefail
archive="oci-archive:$1/conversations-emulator.tar"
version=${2#v}
image="docker://ghcr.io/${GITHUB_REPOSITORY,,}/conversations-emulator"
skopeo login ghcr.io --username "$GITHUB_ACTOR" --password-stdin <<< "$GH_TOKEN"
skopeo copy --all "$archive" "$image:$version"
if [[ $version != *-* ]]; then
  skopeo copy --all "$archive" "$image:latest"
fi
