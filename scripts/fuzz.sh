#!/usr/bin/env bash
# Runs the fuzz targets, one after the other, and says how each ended:
#     scripts/fuzz.sh [SECONDS] [TARGET...]
# Ten minutes each by default. Needs a nightly toolchain, a C++ compiler and
# cargo-fuzz (cargo install cargo-fuzz). What is new goes to fuzz/corpus, what
# fails to fuzz/artifacts; make a named test of that.
set -euo pipefail
cd "$(dirname "$0")/../fuzz"

seconds=${1:-600}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(annotation_file configuration text visible)

# Short inputs find what long ones find, many times as fast.
longest() {
    case $1 in
    annotation_file) echo 2048 ;;
    configuration) echo 1024 ;;
    *) echo 512 ;;
    esac
}

failed=0
for target in "${targets[@]}"; do
    printf '== %s, %s s\n' "$target" "$seconds"
    cargo +nightly fuzz run "$target" -- \
        -max_total_time="$seconds" -max_len="$(longest "$target")" -timeout=20 \
        -print_final_stats=1 2>&1 | grep -E '^(stat::|Done|==|SUMMARY|.*(panicked|ERROR))' ||
        failed=1
    printf '%s inputs kept\n' "$(find "corpus/$target" -type f | wc -l)"
    if [ -n "$(find "artifacts/$target" -type f 2>/dev/null)" ]; then
        printf 'FOUND: %s\n' artifacts/"$target"/*
        failed=1
    fi
done
exit $failed
