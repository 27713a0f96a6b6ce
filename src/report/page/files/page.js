// Sorts a table by the column whose heading is pressed. Without it the table
// stays in the order in which it was written.
for (const table of document.querySelectorAll("table.sorts")) {
	const body = table.tBodies[0];
	const heads = [...table.tHead.rows[0].cells];
	const key = (row, column) => row.cells[column].dataset.key ?? "";
	const compare = (a, b) =>
		a === "" || b === "" ? (a === "") - (b === "")
			: isNaN(a) || isNaN(b) ? a.localeCompare(b) : a - b;

	heads.forEach((head, column) => {
		const button = document.createElement("button");

		button.type = "button";
		button.append(...head.childNodes);
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
