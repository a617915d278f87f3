#!/usr/bin/env bash
# Builds the guides and the API reference as a website in FOLDER/site: docs.sh [FOLDER [ASSEMBLIES]]. FOLDER is artifacts/docs by default.
# ASSEMBLIES contains the built packages and their XML documentation; by default they are built. A warning, such as a broken link, is an error.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=${1:-$root/artifacts/docs}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
assemblies=${2:+$(cd "$2" && pwd)}
cd "$root"
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1
source=$folder/source
rm -rf "$source" "$folder/site"
mkdir -p "$source/assemblies"

if [[ -z $assemblies ]]; then
  for project in src/*/; do
    framework=$(grep -oE 'net[0-9]+\.0' "$project"*.csproj | head -1)
    [[ $project == *.Cli/ ]] || dotnet publish "$project" -c Release -f "$framework" -o "$source/assemblies"
  done
else
  cp "$assemblies"/*.dll "$assemblies"/TwilioConversations*.xml "$source/assemblies"
fi
# The command line has no API, and ASSEMBLIES may also contain tests.
rm -f "$source"/assemblies/TwilioConversations.{Cli,Benchmarks,Tests,*.Tests}.*
# The emulator's dependencies refer to ASP.NET Core.
cp -n "$(dotnet --list-runtimes | sed -nE 's#^Microsoft\.AspNetCore\.App (10\.[^ ]+) \[(.*)\]#\2/\1#p' | tail -1)"/*.dll "$source/assemblies"

# The documents keep their places in the repository, so that their links to each other work. Links to pages of its host need its name; without
# it, only their text remains.
if [[ -n ${GITHUB_REPOSITORY:-} ]]; then
  links="s#\]\((\.\./)+((actions|issues|security)/[^)]*)\)#](https://github.com/$GITHUB_REPOSITORY/\2)#g"
else
  links='s#\[!\[[^]]*\]\((\.\./)+actions/[^)]*\)\]\([^)]*\)##g; s#\[([^]]*)\]\((\.\./)+(issues|security)/[^)]*\)#\1#g'
fi
find . -name '*.md' -not -path '*/bin/*' -not -path '*/obj/*' -not -path './artifacts/*' | while read -r document; do
  mkdir -p "$source/$(dirname "$document")"
  sed -E "$links" "$document" > "$source/$document"
done
cp LICENSE build/docs/docfx.json "$source"
mkdir -p "$source/build/Pictures"
cp build/icon.png "$source/build"
cp build/Pictures/*.svg "$source/build/Pictures"
cp build/docs/toc.yml "$source/build/docs"
cp -r build/docs/template "$source/build/docs"
cp build/docs/guides/toc.yml "$source/build/docs/guides"

dotnet tool restore
dotnet docfx "$source/docfx.json" --warningsAsErrors
