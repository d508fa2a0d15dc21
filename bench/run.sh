#!/usr/bin/env bash
# Measures Placard and what it is compared with, and writes the figures to docs/performance.md.
#
#   bench/run.sh            everything: about six minutes
#   bench/run.sh cached     only these measurements (first_time cached herd memory); the others' last figures stay
#
# Needs build/release/placard (or PLACARD=…) and the packages of the group "bench" in tools/packages.txt;
# puppeteer-core comes from npm, into build/bench. Talks to the loopback interface only.
set -euo pipefail
cd "$(dirname "$0")/.."

program=${PLACARD:-build/release/placard}
[ -x "$program" ] || { echo "bench: there is no $program; run 'make build' first" >&2; exit 1; }
ulimit -n "$(ulimit -Hn)"

mkdir -p build/bench
if ! cmp -s bench/package-lock.json build/bench/installed.json; then
    cp bench/package.json bench/package-lock.json build/bench/
    (cd build/bench && npm ci --no-audit --no-fund --loglevel=error)
    cp bench/package-lock.json build/bench/installed.json
fi

# A measurement that hangs is ended, and fails.
declare -A seconds=([first_time]=180 [cached]=240 [herd]=90 [memory]=420)
failed=()
[ $# -gt 0 ] || set -- first_time cached herd memory
for name in "$@"; do
    [ -n "${seconds[$name]:-}" ] || { echo "bench: no measurement '$name'" >&2; exit 2; }
    echo "== $name"
    rm -f "build/bench/results/$name.json"
    timeout --kill-after=30 "${seconds[$name]}" node "bench/$name.mjs" || failed+=("$name")
done
node bench/report.mjs
[ ${#failed[@]} -eq 0 ] || { echo "bench: failed: ${failed[*]}" >&2; exit 1; }
