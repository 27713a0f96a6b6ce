// Sorts a table by the column whose heading is pressed, and shows the rows that
// are asked for. Without it the table stays whole, in the order in which it was
// written.
const make = (name, properties, ...children) => {
	const element = Object.assign(document.createElement(name), properties);

	element.append(...children);
	return element;
};
// So many rows are seen at once.
const FEW = 8;
const text = (row, column) => row.cells[column].textContent.trim();

function sorts(heads, body) {
	const key = (row, column) =>
		row.cells[column].dataset.key ?? text(row, column);
	const compare = (a, b) =>
		a === "" || b === "" ? (a === "") - (b === "")
			: isNaN(a) || isNaN(b) ? a.localeCompare(b) : a - b;

	heads.forEach((head, column) => {
		const button = make("button", {type: "button"}, ...head.childNodes);

		head.append(button);
		button.addEventListener("click", () => {
			const down = head.getAttribute("aria-sort") === "ascending";
			const rows = [...body.rows];

			rows.sort((a, b) => {
				const x = key(a, column), y = key(b, column);
				const known = x !== "" && y !== "";

				return compare(x, y) * (down && known ? -1 : 1);
			});
			heads.forEach((other) => other.removeAttribute("aria-sort"));
			head.setAttribute("aria-sort",
				down ? "descending" : "ascending");
			body.append(...rows);
		});
	});
}

// A choice among what stands in a column, the gravest first or by the alphabet.
// Gives, as search() does, a function that says whether a row is wanted.
function choice(head, column, rows, bar) {
	const words = new Map();

	for (const row of rows)
		words.set(text(row, column), row.cells[column].dataset.key ?? "");
	const all = [...words.keys()].sort((a, b) =>
		(a === "") - (b === "") || words.get(b) - words.get(a) ||
			a.localeCompare(b));
	const select = make("select", {}, make("option", {value: ""}, "all"),
		...all.map((word) => make("option", {value: "=" + word},
			word || "none")));

	bar.append(make("label", {}, head.textContent + " ", select));
	return (row) => select.value === "" ||
		select.value === "=" + text(row, column);
}

function search(head, column, bar) {
	const input = make("input", {type: "search"});

	bar.append(make("label", {}, head.textContent + " ", input));
	return (row) => text(row, column).toLowerCase()
		.includes(input.value.trim().toLowerCase());
}

function filters(table, heads, body) {
	const rows = [...body.rows];
	const bar = make("div", {className: "filters"});
	const count = make("output", {});
	const wanted = heads.flatMap((head, column) =>
		head.dataset.filter === "choice" ? choice(head, column, rows, bar)
			: head.dataset.filter === "search" ? search(head, column, bar)
			: []);
	const show = () => {
		for (const row of rows)
			row.hidden = !wanted.every((is) => is(row));
		count.textContent = rows.filter((row) => !row.hidden).length +
			" of " + rows.length;
	};

	if (wanted.length === 0 || rows.length < FEW)
		return;
	bar.setAttribute("role", "group");
	bar.setAttribute("aria-label", "Which rows are shown");
	bar.append(count);
	bar.addEventListener("input", show);
	show();
	table.parentElement.before(bar);
}

for (const table of document.querySelectorAll("table.sorts")) {
	const heads = [...table.tHead.rows[0].cells];

	filters(table, heads, table.tBodies[0]);
	sorts(heads, table.tBodies[0]);
}
