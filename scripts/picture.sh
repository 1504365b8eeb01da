#!/bin/sh
# Draws docs/screen.svg and docs/screens/*.svg anew from the running program:
# scripts/picture.sh [PROGRAM]. Without a program, a release is built.
set -eu
cd "$(dirname "$0")/.."
if [ $# -eq 0 ]; then
    cargo build --release
    set -- target/release/postil
fi
cargo run --quiet --example picture -- "$1" docs
