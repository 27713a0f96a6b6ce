#!/bin/sh
# SPDX-License-Identifier: MIT
# The rate limit ends a list early, and nobody is told.
#
# Versions  Octokit for Ruby 4.20.0 (Debian's ruby-octokit 4.20.0-1, Debian 12)
# Expected  with auto_paginate a list has all of its pages, or there is an error: it has
#           one for a used-up limit, Octokit::TooManyRequests.
# Seen      where the limit is used up with a page in the middle, the list ends with that
#           page. There is no error, as the next page is not asked for, and nothing of
#           the list shows that it goes on. Only who looks at last_response.rels knows.
# Matters   a limit is used up in large repositories, just where counts matter: half of
#           the issues are missing, the other half are the newest, and the medians of
#           those look fine. It also depends on who else uses the token that hour.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

for package in ruby3.1=3.1.7+really3.1.2-0+deb12u1 \
	libruby3.1=3.1.7+really3.1.2-0+deb12u1 libyaml-0-2=0.2.5-1 \
	ruby-octokit=4.20.0-1 ruby-sawyer=0.8.2-2 ruby-faraday=1.1.0-7 \
	ruby-addressable=2.8.1-1 ruby-public-suffix=4.0.6+ds-2 \
	ruby-multipart-post=2.0.0-2 ruby-ruby2-keywords=0.0.5-1; do
	deb_package "$package"
done
gems=$tmp/deb/usr/share/rubygems-integration/all/gems
native=$(dirname "$(find "$tmp/deb/usr/lib" -name libruby-3.1.so.3.1)")
RUBYLIB=$tmp/deb/usr/lib/ruby/3.1.0:$(find "$native/ruby" -name rbconfig.rb -exec dirname {} \;)
RUBYLIB=$RUBYLIB:$tmp/deb/usr/lib/ruby/vendor_ruby
for lib in "$gems"/*/lib; do
	RUBYLIB=$RUBYLIB:$lib
done
export RUBYLIB LD_LIBRARY_PATH="$native"

# Three pages of two issues each. What is left of the limit after the second one is
# the script's argument; "-" means a server without limits, which says nothing of it.
cat >"$tmp/list.rb" <<'EOF'
require 'socket'
require 'octokit'

server = TCPServer.new('127.0.0.1', 0)
home = "http://127.0.0.1:#{server.addr[1]}"
asked = 0
Thread.new do
  loop do
    socket = server.accept
    page = (socket.gets[/[?&]page=(\d+)/, 1] || 1).to_i
    nil until socket.gets.strip.empty?
    asked += 1
    body = [2 * page - 1, 2 * page].map { |n| %({"number": #{n}}) }.join(', ')
    left = ARGV[0] == '-' ? nil : page == 1 ? 10 : ARGV[0]
    socket.print "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
                 page < 3 ? "Link: <#{home}/repos/sample/one/issues?page=#{page + 1}>; rel=\"next\"\r\n" : '',
                 left ? "X-RateLimit-Limit: 60\r\nX-RateLimit-Remaining: #{left}\r\n" : '',
                 "Content-Length: #{body.size + 2}\r\nConnection: close\r\n\r\n[#{body}]"
    socket.close
  end
end

client = Octokit::Client.new(api_endpoint: home, auto_paginate: true)
begin
  issues = client.issues('sample/one', state: 'all')
  puts "#{issues.size} issues, #{asked} requests, no error"
rescue Octokit::Error => e
  puts e.class
end
EOF
list() {
	"$tmp/deb/usr/bin/ruby3.1" --disable-gems "$tmp/list.rb" "$1" 2>&1
}

seen "10 requests left after the second of three pages" \
	'6 issues, 3 requests, no error' "$(list 10)"
seen "none left" '4 issues, 2 requests, no error' "$(list 0)"
seen "a server without limits" '6 issues, 3 requests, no error' "$(list -)"
finish
