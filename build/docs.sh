#!/usr/bin/env bash
# Makes the guides and the API reference into a website, FOLDER/site: docs.sh FOLDER [ASSEMBLIES]. ASSEMBLIES holds the built packages with
# their XML documents; without it they are built. A warning, such as a link that leads nowhere, is an error.
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
assemblies=${2:+$(cd "$2" && pwd)}
cd "$(dirname "$0")/.."
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1
source=$folder/source
rm -rf "$source" "$folder/site"
mkdir -p "$source/assemblies"

if [[ -z $assemblies ]]; then
  for project in src/*/; do
    [[ $project == *.Cli/ ]] || dotnet publish "$project" -c Release -f net10.0 -o "$source/assemblies"
  done
else
  cp "$assemblies"/*.dll "$assemblies"/TwilioConversations*.xml "$source/assemblies"
fi
# The command line has no API, and tests may stand beside what they test.
rm -f "$source"/assemblies/TwilioConversations.{Cli,Benchmarks,Tests,*.Tests}.*
# What the emulator's dependencies refer to comes with ASP.NET Core.
cp -n "$(dotnet --list-runtimes | sed -nE 's#^Microsoft\.AspNetCore\.App (10\.[^ ]+) \[(.*)\]#\2/\1#p' | tail -1)"/*.dll "$source/assemblies"

# The documents stand as in the repository, so that their links to each other hold. Links to pages of its host need its name; without one
# only their text stays.
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
cp build/docs/guides/toc.yml "$source/build/docs/guides"

dotnet tool restore
dotnet docfx "$source/docfx.json" --warningsAsErrors
