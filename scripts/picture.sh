#!/bin/sh
# Draws docs/screen.svg anew from the running program: scripts/picture.sh
set -eu
cd "$(dirname "$0")/.."
cargo build --release
cargo run --quiet --example picture -- target/release/postil docs/screen.svg
