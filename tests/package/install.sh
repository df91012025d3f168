#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Package: installs into an empty folder; there builds consumer.c through pkg-config as a user
# would, against the shared and the static library, and runs it; reads the man page; completes a
# word.
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

for want in include/fpk/fpk.h "lib*/libfpk.a" share/man/man1/fpk.1 bin/fpk \
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

if command -v groff >/dev/null; then
    said=$(groff -man -Tutf8 -ww "$place$prefix/share/man/man1/fpk.1" 2>&1 >page)
    [ -z "$said" ] || { echo "man page: $said"; exit 1; }
    grep -q three-views-agree page || grep -q ddim page || { echo "man page: empty"; exit 1; }
fi

# shellcheck disable=SC1090,SC1091
. "$place$prefix/share/bash-completion/completions/fpk"
COMP_WORDS=("$place$prefix/bin/fpk" simu) COMP_CWORD=1 COMPREPLY=()
_fpk "$place$prefix/bin/fpk"
[ "${COMPREPLY[*]}" = simulate ] || { echo "completion of simu: '${COMPREPLY[*]}'"; exit 1; }
COMP_WORDS=("$place$prefix/bin/fpk" law --score) COMP_CWORD=2 COMPREPLY=()
_fpk "$place$prefix/bin/fpk"
[ "${COMPREPLY[*]}" = --score-table ] ||
    { echo "completion of --score: '${COMPREPLY[*]}'"; exit 1; }
echo "consumer.c ran against both libraries; the man page and the completion work"
