#!/bin/sh
# Brings the vendored script up to the pinned version; SHA256SUMS is what the test compares.
set -eu
cd "$(dirname "$0")"
version=4.0.1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack "htmx.org@$version" --silent >/dev/null && tar xzf "htmx.org-$version.tgz")
cp "$work/package/dist/htmx.min.js" htmx.min.js
cp "$work/package/LICENSE" htmx.LICENSE
sha256sum htmx.min.js htmx.LICENSE >SHA256SUMS
