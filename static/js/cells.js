// A table of fields by keyboard: Enter and the arrows go up and down a column; Ctrl or ⌘ with Enter saves; a block copied
// in a spreadsheet is pasted from the cell one is in, as far as there are cells.
// form[data-cells] holds a table whose inputs carry data-cell.

function below(cell, step) {
  const column = cell.closest("td").cellIndex;
  let row = cell.closest("tr");
  do {
    row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  } while (row && !row.cells[column]?.querySelector("[data-cell]"));
  return row?.cells[column].querySelector("[data-cell]");
}

function beside(cell) {
  return cell.closest("td").nextElementSibling?.querySelector("[data-cell]");
}

export function blockOf(text) {
  return text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
}

function paste(event) {
  let start = event.target.closest("[data-cell]");
  const block = blockOf(event.clipboardData.getData("text/plain"));
  if (!start || (block.length === 1 && block[0].length === 1)) return;
  event.preventDefault();
  for (const values of block) {
    let cell = start;
    for (const value of values) {
      if (!cell) break;
      cell.value = value.trim();
      cell.dispatchEvent(new Event("input", { bubbles: true }));
      cell = beside(cell);
    }
    start = below(start, 1);
    if (!start) break;
  }
}

function follow(form) {
  form.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-cell]");
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
    if (!cell || !step) return;
    event.preventDefault();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      form.requestSubmit();
      return;
    }
    below(cell, step)?.focus();
  });
  form.addEventListener("paste", paste);
  form.addEventListener("focusin", ({ target }) => target.closest("[data-cell]")?.select());
}

document.querySelectorAll("form[data-cells]").forEach(follow);
