#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Format: every C file is as clang-format leaves it, with the .clang-format of the repository.
# format.sh ROOT; skipped (77) without clang-format 14, as other versions lay out a few lines
# differently. --self-test plants one bad file.
set -euo pipefail

if ! clang-format --version 2>/dev/null | grep -q 'version 14\.'; then
    echo "no clang-format 14 here"
    exit 77
fi
status=0
if [ "${1:-}" = --self-test ]; then
    shift
    bad=$(mktemp -d)
    trap 'rm -rf "$bad"' EXIT
    cp "$1/.clang-format" "$bad"
    printf 'int  a( void ) ;\n' >"$bad/a.c"
    if clang-format --dry-run -Werror "$bad/a.c" 2>/dev/null; then
        echo "self-test: a badly formatted file was taken"
        status=1
    fi
fi
cd "$1"
folders=()
for folder in include src experiments tests bench; do
    [ ! -d "$folder" ] || folders+=("$folder")
done
mapfile -t files < <(find "${folders[@]}" -name '*.[ch]' | sort)
clang-format --dry-run -Werror "${files[@]}" || status=1
exit "$status"
