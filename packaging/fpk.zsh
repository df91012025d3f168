#compdef fpk
# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of the fpk command for zsh; the words come from fpk itself.
if (( CURRENT == 2 )); then
    compadd -- ${(f)"$(fpk --complete 2>/dev/null)"}
else
    compadd -- ${(f)"$(fpk --complete ${words[2]} 2>/dev/null)"} || _files
fi
