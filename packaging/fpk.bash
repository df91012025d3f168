# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of the fpk command for bash. The words come from fpk itself, so that they cannot lag
# behind it: `fpk --complete` prints the verbs, `fpk --complete VERB` the options of one.
_fpk()
{
    local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]:-}
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "$("$1" --complete 2>/dev/null)" -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -W "$("$1" --complete "$verb" 2>/dev/null)" -- "$word")
    fi
}
complete -o default -o bashdefault -F _fpk fpk
