#!/bin/sh
# SPDX-License-Identifier: MIT
# One .mailmap, three readers, three sets of people.
#
# Versions  git 2.39.5 (2.55.0 alike), libgit2 1.5.1 (1.9.0 and 1.9.7 alike),
#           dulwich 0.21.2 (Debian's python3-dulwich)
# Expected  .mailmap is one small format, described in gitmailmap(5): whoever
#           reads it maps the same commits to the same people.
# Seen      - '#' begins a comment only at the start of a line for git, anywhere
#             for the others. So the addresses that a directory service gives its
#             guests, name_domain#EXT#@tenant, can be mapped by git alone.
#           - two lines for one address add up in git (the e-mail of the one, the
#             name of the other); in the others the later line replaces.
#           - the old address is compared without case by git alone.
#           - the one-address line, which in git gives a name to an address,
#             gives in dulwich also that address to everybody of that name: two
#             people who share a name become one.
# Matters   the number of contributors, newcomers and the bus factor depend on
#           which library read the same repository.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

# Debian's own Python: the package is put where no other one looks.
python=/usr/bin/python3

need git cc pkg-config "$python"
pkg-config --exists libgit2 || skip "there is no libgit2-dev"
deb_package python3-dulwich=0.21.2-1+b1

cat >"$tmp/resolve.c" <<'EOF'
#include <git2.h>
#include <stdio.h>

/* resolve FILE NAME EMAIL */
int main(int argc, char **argv)
{
	static char text[4096];
	const char *name, *email;
	git_mailmap *map;
	FILE *file = argc == 4 ? fopen(argv[1], "rb") : NULL;

	if (!file)
		return 2;
	git_libgit2_init();
	if (git_mailmap_from_buffer(&map, text, fread(text, 1, sizeof text, file)))
		return 1;
	git_mailmap_resolve(&name, &email, map, argv[2], argv[3]);
	printf("%s <%s>\n", name, email);
	return 0;
}
EOF
cat >"$tmp/resolve.py" <<'EOF'
import sys

sys.path.insert(0, sys.argv[4])
from dulwich.mailmap import Mailmap

who = "%s <%s>" % (sys.argv[2], sys.argv[3])
print(Mailmap.from_path(sys.argv[1]).lookup(who.encode()).decode())
EOF
# shellcheck disable=SC2046 # flags on purpose
cc -o "$tmp/resolve" "$tmp/resolve.c" $(pkg-config --cflags --libs libgit2)
git init -q "$tmp/repo"

# who NAME EMAIL: what each makes of it, the file being on stdin.
who() {
	map=$tmp/repo/.mailmap
	cat >"$map"
	echo "git: $(git -C "$tmp/repo" check-mailmap "$1 <$2>")"
	echo "libgit2: $("$tmp/resolve" "$map" "$1" "$2")"
	echo "dulwich: $("$python" "$tmp/resolve.py" "$map" "$1" "$2" \
		"$tmp/deb/usr/lib/python3/dist-packages")"
}

git --version
echo "libgit2 $(pkg-config --modversion libgit2), dulwich 0.21.2"

seen "an address with '#' in it" \
	'git: Bo Example <bo@new.example>
libgit2: bo <bo_old.example#EXT#@tenant.example>
dulwich: bo <bo_old.example#EXT#@tenant.example>' \
	"$(who bo 'bo_old.example#EXT#@tenant.example' <<'EOF'
Bo Example <bo@new.example> <bo_old.example#EXT#@tenant.example>
EOF
	)"
seen "two lines for one address" \
	'git: Robert Example <bo@new.example>
libgit2: Robert Example <bo@old.example>
dulwich: Robert Example <bo@old.example>' \
	"$(who bo bo@old.example <<'EOF'
Bo Example <bo@new.example> <bo@old.example>
Robert Example <bo@old.example>
EOF
	)"
seen "the old address in other letters" \
	'git: Ann Example <ann@new.example>
libgit2: ann <ANN@OLD.example>
dulwich: ann <ANN@OLD.example>' \
	"$(who ann ANN@OLD.example <<'EOF'
Ann Example <ann@new.example> <ann@old.example>
EOF
	)"
seen "somebody else of the same name" \
	'git: Ann Example <ann@elsewhere.example>
libgit2: Ann Example <ann@elsewhere.example>
dulwich: Ann Example <ann@new.example>' \
	"$(who 'Ann Example' ann@elsewhere.example <<'EOF'
Ann Example <ann@new.example>
EOF
	)"
finish
