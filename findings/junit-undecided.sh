#!/bin/sh
# SPDX-License-Identifier: MIT
# "It could not be measured" becomes a yes for one reader and a no for others.
#
# Versions  npm junit-cli-report-viewer 3.0.0, junit-to-ctrf 0.0.14,
#           test-results-parser 0.4.6, junitxml-to-javascript 1.1.4
# Expected  JUnit XML has three words for what is not passed: <failure> for what is
#           wrong, <error> for what could not be found out, <skipped> for what was
#           not tried; readers keep them apart.
# Seen      - the viewer ticks a test with <error> as passed and leaves the message
#             out; its summary has "failed tests: 0". It exits with 0 for a failure,
#             too.
#           - the other three have the test as failed, as one with <failure>; only
#             test-results-parser still counts it apart.
#           - <skipped> is kept apart by all, and leaves the whole a success.
# Matters   a gate on health has a third answer, "undecided": a limit was reached, a
#           stream was not read. In the test report of a CI system it is then green
#           or red after the reader's taste; only the exit code tells all three.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need npm node jq sed
npm_packages junit-cli-report-viewer@3.0.0 junit-to-ctrf@0.0.14 \
	test-results-parser@0.4.6 junitxml-to-javascript@1.1.4

# gate FAILURES ERRORS SKIPPED ELEMENT: a report of two checks, one of which passed.
gate() {
	cat >"$tmp/gate.xml" <<EOF
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="gate">
 <testsuite name="acme/w" tests="2" failures="$1" errors="$2" skipped="$3" time="0">
  <testcase classname="acme/w" name="backlog" time="0"/>
  <testcase classname="acme/w" name="response" time="0"><$4 message="why"/></testcase>
 </testsuite>
</testsuites>
EOF
}

cat >"$tmp/read.cjs" <<'EOF'
const { parseV2 } = require("test-results-parser");
const Parser = require("junitxml-to-javascript");
const file = process.argv[2];
const { result } = parseV2({ type: "junit", files: [file] });

console.log("test-results-parser:", result.status + ",",
	result.suites[0].cases.map((test) => `${test.name} ${test.status}`).join(", "));
new Parser().parseXMLFile(file).then((report) => console.log(
	"junitxml-to-javascript:", report.testsuites[0].testCases
		.map((test) => `${test.name} ${test.result}`).join(", ")));
EOF

# readers: what each makes of the report.
readers() {
	code=0
	TERM=dumb node "$tmp/node_modules/junit-cli-report-viewer/index.js" \
		"$tmp/gate.xml" >"$tmp/viewed" || code=$?
	printf 'viewer, exit %s:' "$code"
	sed -n -e 's/^> Total number of failed tests: *\([0-9]*\) *$/ failed \1/p' \
		-e 's/^   *\([^ ]*\) \(.*\) (0)$/, \2 \1/p' "$tmp/viewed" |
		tr -d '\n' | sed -e 's/✔/ticked/g' -e 's/✖/crossed/g'
	echo
	node "$tmp/node_modules/.bin/junit-to-ctrf" "$tmp/gate.xml" \
		-o "$tmp/ctrf.json" >"$tmp/log"
	jq -r '"junit-to-ctrf: failed \(.results.summary.failed), " + ([.results.tests[]
		| "\(.name | sub(".*: "; "")) \(.status)"] | join(", "))' "$tmp/ctrf.json"
	node "$tmp/read.cjs" "$tmp/gate.xml"
}

gate 1 0 0 failure
seen "<failure>" \
	'viewer, exit 0: failed 1, backlog ticked, response crossed
junit-to-ctrf: failed 1, backlog passed, response failed
test-results-parser: FAIL, backlog PASS, response FAIL
junitxml-to-javascript: backlog succeeded, response failed' \
	"$(readers)"
gate 0 1 0 error
seen "<error>" \
	'viewer, exit 0: failed 0, backlog ticked, response ticked
junit-to-ctrf: failed 1, backlog passed, response failed
test-results-parser: FAIL, backlog PASS, response FAIL
junitxml-to-javascript: backlog succeeded, response failed' \
	"$(readers)"
gate 0 0 1 skipped
seen "<skipped>" \
	'viewer, exit 0: failed 0, backlog ticked, response s
junit-to-ctrf: failed 0, backlog passed, response skipped
test-results-parser: PASS, backlog PASS, response SKIP
junitxml-to-javascript: backlog succeeded, response skipped' \
	"$(readers)"
finish
