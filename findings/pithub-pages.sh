#!/bin/sh
# SPDX-License-Identifier: MIT
# An error of the server is one more issue, and an empty page is the end.
#
# Version   Pithub 0.01040 (Debian's libpithub-perl 0.01040-1, Debian 12, with what it
#           depends on there)
# Expected  with auto_pagination, next() gives each row of each page; where a page can't
#           be had, the caller gets to know that, as success() says it for the first.
# Seen      - a later page that is refused, as by the rate limit, is a row of the list:
#             {"message": ...}, which has no number and no state. Then the list ends,
#             and only who asks success() once more, after the last row, can know why.
#           - an empty page that names a next one, as GitHub sends where what it was
#             about to list has gone meanwhile, ends the list: what follows is missing.
# Matters   who counts the rows counts the error; a row without `closed_at` is an open
#           issue. Nothing of what was read shows that it is not all.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need perl apt-cache
deb_package libpithub-perl=0.01040-1
apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts \
	--no-breaks --no-replaces --no-enhances libpithub-perl |
	grep -E '^lib.*-perl$|^libossp-uuid16$' | grep -vx libpithub-perl |
	sort -u >"$tmp/needed"
# shellcheck disable=SC2046 # a word each
(cd "$tmp" && apt-get download $(cat needed)) >"$tmp/apt.log" 2>&1 ||
	skip "apt cannot get what Pithub needs"
for file in "$tmp"/lib*.deb; do
	dpkg -x "$file" "$tmp/deb"
done
PERL5LIB=$tmp/deb/usr/share/perl5
for folder in "$tmp"/deb/usr/lib/*/perl5/5.*; do
	PERL5LIB=$PERL5LIB:$folder
done
LD_LIBRARY_PATH=$(dirname "$(find "$tmp/deb" -name 'libossp-uuid.so.*' -print -quit)")
export PERL5LIB LD_LIBRARY_PATH

# Three pages of two issues each; what the second is, the argument says.
cat >"$tmp/list.pl" <<'EOF'
use strict;
use warnings;
use IO::Socket::INET;
use Pithub;

my $server = IO::Socket::INET->new(
    LocalAddr => '127.0.0.1', Listen => 5, ReuseAddr => 1) or die;
my $home = 'http://127.0.0.1:' . $server->sockport;
my $child = fork // die;
if (!$child) {
    while (my $socket = $server->accept) {
        my ($page) = <$socket> =~ /[?&]page=(\d+)/;
        $page //= 1;
        while (<$socket>) { last if /^\r?$/ }
        my $status = '200 OK';
        my $body = join ',', map { qq({"number":$_}) } 2 * $page - 1, 2 * $page;
        $body = "[$body]";
        my $link = $page < 3 && qq(Link: <$home/repos/sample/one/issues?page=)
            . ($page + 1) . qq(>; rel="next"\r\n);
        if ($page == 2 && $ARGV[0] eq 'refused') {
            ($status, $link) = ('403 Forbidden', '');
            $body = '{"message":"API rate limit exceeded"}';
        }
        $body = '[]' if $page == 2 && $ARGV[0] eq 'empty';
        print $socket "HTTP/1.1 $status\r\nContent-Type: application/json\r\n",
            "Connection: close\r\n", $link || '', 'Content-Length: ',
            length $body, "\r\n\r\n$body";
        close $socket;
    }
    exit;
}
my $result = eval {
    Pithub->new(api_uri => $home, auto_pagination => 1)->issues->list(
        user => 'sample', repo => 'one') };
while ($result and my $row = eval { $result->next }) {
    print join(', ', map { "$_: $row->{$_}" } sort keys %$row), "\n";
}
print "error: $@\n" if $@;
kill 'TERM', $child;
EOF
list() {
	perl "$tmp/list.pl" "$1" 2>&1
}

seen "three pages" 'number: 1
number: 2
number: 3
number: 4
number: 5
number: 6' "$(list whole)"
seen "the second is refused" 'number: 1
number: 2
message: API rate limit exceeded' "$(list refused)"
seen "the second is empty" 'number: 1
number: 2' "$(list empty)"
finish
