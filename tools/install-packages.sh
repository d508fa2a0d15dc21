#!/usr/bin/env bash
# Installs the Debian packages of the named groups of tools/packages.txt that are not there yet.
# Does nothing, and asks for nothing, where all are there.
set -euo pipefail
cd "$(dirname "$0")"

missing=()
for group in "$@"; do
    packages=$(sed -n "s/^$group: *//p" packages.txt)
    [ -n "$packages" ] || { echo "install-packages: no group '$group' in tools/packages.txt" >&2; exit 2; }
    for package in $packages; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
done
[ ${#missing[@]} -gt 0 ] || exit 0

sudo=
if [ "$(id -u)" != 0 ]; then
    sudo=$(command -v sudo) || { echo "install-packages: these are missing, and there is no sudo: ${missing[*]}" >&2; exit 1; }
fi
echo "installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -q
$sudo apt-get install -y -q --no-install-recommends "${missing[@]}"
