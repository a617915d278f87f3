#!/usr/bin/env bash
# Installs the programs that some tests start and otherwise skip: zsh, fish, PostgreSQL, Redis, Chromium, PowerShell and a linker for
# Native AOT. For Debian and Ubuntu.
set -euo pipefail
sudo=$(command -v sudo || true)
missing=()
command -v zsh > /dev/null || missing+=(zsh)
command -v fish > /dev/null || missing+=(fish)
compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null || missing+=(postgresql)
command -v redis-server > /dev/null || missing+=(redis-server)
command -v clang > /dev/null || command -v gcc > /dev/null || missing+=(clang zlib1g-dev)
# Ubuntu's own package of Chromium is a snap; its runners have Chrome.
command -v chromium > /dev/null || command -v chromium-browser > /dev/null || command -v google-chrome > /dev/null || missing+=(chromium)
if ((${#missing[@]})); then
  $sudo apt-get update -q
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -qy --no-install-recommends "${missing[@]}"
fi
command -v pwsh > /dev/null || dotnet tool install --global PowerShell --version 7.6.9
