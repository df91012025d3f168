#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shell: shellcheck has nothing to say about our scripts. shell.sh ROOT; skipped (77) without it.
# --self-test plants one bad script.
set -euo pipefail

command -v shellcheck >/dev/null || { echo "no shellcheck here"; exit 77; }
status=0
if [ "${1:-}" = --self-test ]; then
    shift
    # shellcheck disable=SC2016  # the planted fault
    if printf '#!/bin/bash\nrm $1\n' | shellcheck - >/dev/null; then
        echo "self-test: an unquoted expansion was taken"
        status=1
    fi
fi
cd "$1"
mapfile -t scripts < <(grep -rlIE '^#!/(usr/)?bin/(env )?(ba)?sh' lab .ci tests docs bench \
    experiments 2>/dev/null | sort)
shellcheck "${scripts[@]}" || status=1
exit "$status"
