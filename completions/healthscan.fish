# SPDX-License-Identifier: MIT
#
# Completions of healthscan for fish. To switch them on, put this into
# ~/.config/fish/config.fish:
#
#   healthscan completion fish | source
#
# or install this file as healthscan.fish in ~/.config/fish/completions.
#
# All that is known about healthscan is asked of healthscan.

# Files as fish completes them for a command that it does not know, with what
# they are. What stands before the = stays, as candidates are whole words.
function __healthscan_files --argument-names word
    set -l before (string match --regex -- '^--[a-z-]+=' $word)
    set -l path (string replace -- "$before" '' $word)
    for line in (complete --do-complete "__healthscan_no_such_command $path")
        echo "$before$line"
    end
end

function __healthscan_complete
    set -l words (commandline --current-process --tokenize --cut-at-cursor)
    set -l current (commandline --current-token --cut-at-cursor)
    set -l program $words[1]
    set -e words[1]
    if not type -q -f -- $program
        set program healthscan
    end
    set -l tab \t
    for line in (command $program completion words -- $words $current 2>/dev/null </dev/null)
        switch $line
            case ':files'
                __healthscan_files $current
            case ':folders'
                __healthscan_files $current | string match --regex -- '^[^\t]*/(?:\t.*)?$'
            case ':*' "$tab*"
                # A directive that fish needs not, or a remark.
            case '*'
                echo $line
        end
    end
end

complete --command healthscan --erase
complete --command healthscan --no-files --keep-order --arguments '(__healthscan_complete)'
