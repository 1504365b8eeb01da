#!/usr/bin/env bash
# Runs the fuzz targets, one after the other, and says how each ended:
#     scripts/fuzz.sh [SECONDS] [TARGET...]
# Ten minutes each by default. The targets import-READER are one program, each for one reader
# of imports (see tests/it/properties/imports.rs), for archives or for recognition.
# Needs a C++ compiler and cargo-fuzz (cargo install cargo-fuzz); without a nightly toolchain
# the stable one is told to act as one. The kept inputs are in fuzz/corpus, one in base64 a
# line, so that they are a few files and not thousands; what is new is added there. What fails
# goes to fuzz/artifacts; make a named test of that.
set -euo pipefail
cd "$(dirname "$0")/../fuzz"

seconds=${1:-600}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(
    annotation_file configuration input text visible
    import-{own,tables,highlights,web-annotation,hypothesis,brat,mrsf,doccano,label-studio}
    import-{uima-xmi,refi-qda,refi-codebook,spacy,archive,recognition}
)

cargo=(cargo +nightly)
if ! rustup toolchain list 2>/dev/null | grep -q nightly; then
    export RUSTC_BOOTSTRAP=1
    cargo=(cargo)
fi

# Short inputs find what long ones find, many times as fast.
longest() {
    case $1 in
    annotation_file) echo 2048 ;;
    configuration) echo 1024 ;;
    import-uima-xmi | import-refi-qda | import-web-annotation | import-hypothesis) echo 8192 ;;
    import-*) echo 5120 ;;
    *) echo 512 ;;
    esac
}

# The lines of fuzz/corpus/TARGET.txt as files of fuzz/corpus/TARGET/; beside them, for imports,
# what stands in the tests anyway.
unpack() {
    rm -rf "corpus/$1"
    mkdir -p "corpus/$1"
    local number=0 line
    case $1 in import-*) python3 seeds.py "${1#import-}" "corpus/$1" ;; esac
    [ -e "corpus/$1.txt" ] || return 0
    while read -r line; do
        number=$((number + 1))
        printf '%s' "$line" | base64 -d >"corpus/$1/$number"
    done <"corpus/$1.txt"
}

# The fewest files that reach all that the corpus reaches, as lines. Of imports, which are long,
# the first of what they begin with, and those that are shortest, 64 kB together.
pack() {
    local file most=100000000 line first=
    "${cargo[@]}" fuzz cmin "${1%%-*}" "corpus/$1" >/dev/null 2>&1
    case $1 in
    import-*)
        most=64000 first=first
        python3 seeds.py "${1#import-}" "corpus/$1/seeds"
        mv "corpus/$1/seeds/seed0" "corpus/$1/first"
        rm -r "corpus/$1/seeds"
        ;;
    esac
    for file in $first $(ls -rS --ignore=first "corpus/$1"); do
        line=$(base64 -w0 "corpus/$1/$file")
        most=$((most - ${#line} - 1))
        [ "$most" -ge 0 ] || break
        printf '%s\n' "$line"
    done | sort >"corpus/$1.txt"
}

failed=0
for target in "${targets[@]}"; do
    printf '== %s, %s s\n' "$target" "$seconds"
    unpack "$target"
    # The program of all readers is told which one by the environment.
    export POSTIL_READER=${target#import-}
    mkdir -p "artifacts/$target"
    "${cargo[@]}" fuzz run "${target%%-*}" "corpus/$target" -- \
        -artifact_prefix="artifacts/$target/" -malloc_limit_mb=512 \
        -max_total_time="$seconds" -max_len="$(longest "$target")" -timeout=20 \
        -print_final_stats=1 2>&1 | grep -E '^(stat::|Done|==|SUMMARY|.*(panicked|ERROR))' ||
        failed=1
    pack "$target"
    printf '%s inputs kept\n' "$(wc -l <"corpus/$target.txt")"
    if [ -n "$(find "artifacts/$target" -type f 2>/dev/null)" ]; then
        printf 'FOUND: %s\n' artifacts/"$target"/*
        failed=1
    fi
done
exit $failed
