#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Package: installs into an empty folder, builds consumer.c there through pkg-config as a user
# would, against the shared and the static library, and runs it.
# install.sh SOURCE_ROOT BUILD_ROOT PREFIX COMPILER...
set -euo pipefail

source=$1 build=$2 prefix=$3
shift 3
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

meson install -C "$build" --no-rebuild --quiet --destdir "$place"
libraries=$(dirname "$(find "$place" -name libfpk.so)")
PKG_CONFIG_PATH=$libraries/pkgconfig
export PKG_CONFIG_PATH
config=(pkg-config "--define-variable=prefix=$place$prefix")
cp "$source/tests/package/consumer.c" "$place"
cd "$place"

for want in include/fpk/fpk.h "lib*/**/libfpk.a" share/man/man1/fpk.1 bin/fpk \
    share/bash-completion/completions/fpk; do
    [ -n "$(find "$place$prefix" -path "$place$prefix/$want")" ] ||
        { echo "meson install left out $want"; exit 1; }
done

# shellcheck disable=SC2046  # flags are words
"$@" -std=c11 -Wall -Werror consumer.c -o shared $("${config[@]}" --cflags --libs fpk)
got=$(LD_LIBRARY_PATH=$libraries ./shared)
[ "$got" = 0.75 ] || { echo "shared: got '$got', want 0.75"; exit 1; }

# shellcheck disable=SC2046
"$@" -std=c11 -Wall -Werror consumer.c -o static $("${config[@]}" --cflags fpk) \
    "$libraries/libfpk.a" $("${config[@]}" --static --libs fpk | sed 's/-lfpk\b//')
got=$(./static)
[ "$got" = 0.75 ] || { echo "static: got '$got', want 0.75"; exit 1; }
echo "consumer.c ran against both libraries"
