# SPDX-License-Identifier: MIT
# Fills healthscan-metrics(7) in from the headers of queries/metrics, in the order
# in which the metrics are shown: what a metric says of itself is said once.
#
#	awk -v page_file=healthscan-metrics.7 -f metrics.awk queries/metrics/*.sql
#
# A header is lines "-- key: value", then an empty comment line, then the prose
# that explain prints.

# What mdoc would take for a macro or an escape; and a new line for each new
# sentence, as it wants them.
function safe(text, lines, len, i) {
	gsub(/\\/, "\\e", text)
	gsub(/[.] /, ".\n", text)
	len = split(text, lines, "\n")
	text = ""
	for (i = 1; i <= len; i++)
		text = text (i > 1 ? "\n" : "") \
		    (lines[i] ~ /^[.']/ ? "\\&" : "") lines[i]
	return text
}

function finish() {
	if (id != "") {
		key = sprintf("%06d %s", order, id)
		page[key] = entry()
		keys[++count] = key
	}
	split("", header)
	id = prose = ""
	order = 999
	in_header = 1
	in_prose = 0
}

function line(label, value) {
	return value == "" ? "" : ".It " label "\n" safe(value) "\n"
}

function entry(text, link) {
	text = ".Ss " id "\n" safe(header["title"]) ".\n"
	text = text ".Bl -tag -width statistic -compact\n"
	text = text line("unit", header["unit"])
	text = text line("better", header["better"])
	text = text line("statistic", header["statistic"])
	text = text line("healthy", header["healthy"])
	text = text line("risk", header["risk"])
	text = text line("risk", header["risk-from"] == "" ? "" : \
	    "when " header["risk-from"] " is at risk")
	text = text line("clock", header["clock"] == "" ? "" : \
	    "calendar, or working hours")
	text = text line("needs", header["streams"])
	link = header["chaoss"]
	sub(/^.*https:/, "https:", link)
	sub(/ *https:.*$/, "", header["chaoss"])
	text = text line("CHAOSS", header["chaoss"])
	if (link ~ /^https:/)
		text = text ".Lk " link "\n"
	text = text ".El\n.Pp\n" prose
	# No paragraph at the end of a section.
	sub(/(\.Pp\n)+$/, "", text)
	return text
}

FNR == 1 {
	finish()
}

in_header && /^-- [a-z-]+: / {
	name = $2
	sub(/:$/, "", name)
	value = $0
	sub(/^-- [a-z-]+:[ \t]+/, "", value)
	header[name] = value
	if (name == "id")
		id = value
	if (name == "order")
		order = value
	next
}

/^--/ && (in_header || in_prose) {
	in_header = 0
	in_prose = 1
	value = $0
	sub(/^--[ ]?/, "", value)
	if (value != "")
		prose = prose safe(value) "\n"
	else if (prose != "")
		prose = prose ".Pp\n"
	next
}

{
	in_header = in_prose = 0
}

END {
	finish()
	# A page has few entries: the plainest sort there is.
	for (i = 1; i <= count; i++)
		for (j = i + 1; j <= count; j++)
			if (keys[j] < keys[i]) {
				swap = keys[i]
				keys[i] = keys[j]
				keys[j] = swap
			}
	while ((getline row < page_file) > 0) {
		if (row != ".\\\" METRICS") {
			print row
			continue
		}
		for (i = 1; i <= count; i++)
			printf "%s", page[keys[i]]
	}
}
