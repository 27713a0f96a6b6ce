# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# Completions of healthscan for bash. To switch them on, put this into ~/.bashrc:
#
#   source <(healthscan completion bash)
#
# or install this file as healthscan in ~/.local/share/bash-completion/completions.
#
# All that is known about healthscan is asked of healthscan. This needs nothing
# but bash itself: what the package bash-completion has is not used.

# The words before the cursor into __healthscan_words, as they were typed: bash
# takes them apart at each = and :, too.
__healthscan_split() {
	local line=${COMP_LINE:0:COMP_POINT} word rest before='' i
	__healthscan_words=()
	for ((i = 0; i <= COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]-}
		rest=${line#"${line%%[![:space:]]*}"}
		# Of the last one, what is before the cursor.
		if ((i == COMP_CWORD)) && [[ $word == "$rest"* ]]; then
			word=$rest
		fi
		# Without a blank between them, and one of them is a break.
		if ((i > 1)) && [[ $line == "$rest" ]] &&
			[[ $word =~ ^[=:@]+$ || $before =~ ^[=:@]+$ ]]; then
			__healthscan_words[${#__healthscan_words[@]} - 1]+=$word
		else
			__healthscan_words+=("$word")
		fi
		line=${rest#"$word"}
		before=$word
	done
}

# How candidates are shown in a list: with what they mean, as far as the screen
# goes.
__healthscan_describe() {
	local tab=$'\t' width=0 line word about room
	for line in "${__healthscan_lines[@]}"; do
		word=${line%%"$tab"*}
		((${#word} > width)) && width=${#word}
	done
	room=$((${COLUMNS:-80} - width - 6))
	COMPREPLY=()
	for line in "${__healthscan_lines[@]}"; do
		word=${line%%"$tab"*}
		about=${line#*"$tab"}
		if ((room > 15 && ${#about} > room)); then
			about=${about:0:room - 3}...
		fi
		if ((room > 15)) && [[ -n $about ]]; then
			printf -v word '%-*s  (%s)' "$width" "$word" "$about"
		fi
		COMPREPLY+=("$word")
	done
}

_healthscan() {
	local program=${1:-healthscan} directive=none tab=$'\t' line current breaks
	local -a __healthscan_words=() __healthscan_lines=()

	COMPREPLY=()
	__healthscan_split
	# As far as it goes without evaluating what somebody is still typing.
	__healthscan_words=("${__healthscan_words[@]//[\"\'\\]/}")
	current=${__healthscan_words[${#__healthscan_words[@]} - 1]}
	case $program in
	\~/*) program=$HOME/${program:2} ;;
	esac
	type -P -- "$program" >/dev/null || program=healthscan

	# What readline replaces begins behind the last of these.
	breaks=${current%"${current##*[=:@]}"}
	while [[ -n $breaks && $COMP_WORDBREAKS != *"${breaks: -1}"* ]]; do
		breaks=${breaks%?}
		breaks=${breaks%"${breaks##*[=:@]}"}
	done

	while IFS= read -r line; do
		case $line in
		:*) directive=${line#:} ;;
		"$tab"*) ;; # a remark, which has no place here
		*)
			line=${line#"$breaks"}
			__healthscan_lines+=("$line")
			COMPREPLY+=("${line%%"$tab"*}")
			;;
		esac
	done < <(command "$program" completion words -- \
		"${__healthscan_words[@]:1}" 2>/dev/null </dev/null)

	# Their order means something.
	compopt -o nosort 2>/dev/null
	# Files come in where no candidate fits: readline knows best how to.
	case $directive in
	files) compopt -o default 2>/dev/null ;;
	folders) compopt -o dirnames 2>/dev/null ;;
	nospace) compopt -o nospace 2>/dev/null ;;
	esac
	# Only where they are listed, not where one of them is put in.
	case ${COMP_TYPE:-9} in
	33 | 63 | 64)
		((${#COMPREPLY[@]} < 2)) || __healthscan_describe
		;;
	esac
}

complete -F _healthscan healthscan
