#!/usr/bin/env bash
# Runs every libFuzzer target for the given number of seconds on its corpus; what it finds goes to build/fuzz/found.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
found=build/fuzz/found
mkdir -p "$found"
for program in build/fuzz/placard_*_fuzz; do
    name=$(basename "$program"); name=${name#placard_}; name=${name%_fuzz}
    mkdir -p "$found/$name"
    echo "fuzzing $name for $seconds s"
    "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$found/$name/crash-" "$found/$name" "fuzz/corpus/$name" 2>&1 | tail -n 8
done
