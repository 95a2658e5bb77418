// A table of fields by keyboard: Enter and the arrows go up and down a column; Ctrl or ⌘ with Enter saves.
// form[data-cells] holds a table whose inputs carry data-cell.

function below(cell, step) {
  const column = cell.closest("td").cellIndex;
  let row = cell.closest("tr");
  do {
    row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  } while (row && !row.cells[column]?.querySelector("[data-cell]"));
  return row?.cells[column].querySelector("[data-cell]");
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
  form.addEventListener("focusin", ({ target }) => target.closest("[data-cell]")?.select());
}

document.querySelectorAll("form[data-cells]").forEach(follow);
