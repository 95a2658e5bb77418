// Which cells are selected, and whether one types into one of them. A selected cell has the focus with all its text
// selected, so that typing replaces it, whatever the keyboard.
//   mode "select"  keys move;  "type"  a new value is typed, arrows leave;  "edit"  arrows move the caret
//   typed  the cell whose value was typed since one came to it

import { before, body, cellAt, cellsOf, commit, place, rows, table, touch, rowOf } from "./grid_table.js";

export const chosen = { anchor: null, focus: null, typed: null, mode: "select" };
let pointer = "mouse";
let dragged = null;

export const isSelecting = () => chosen.mode === "select";
export const isBlock = () => Boolean(chosen.anchor && chosen.focus && chosen.anchor !== chosen.focus);

export function block() {
  if (!chosen.anchor?.isConnected || !chosen.focus?.isConnected) return null;
  const [one, two] = [place(chosen.anchor), place(chosen.focus)];
  return {
    top: Math.min(one.row, two.row), bottom: Math.max(one.row, two.row),
    left: Math.min(one.column, two.column), right: Math.max(one.column, two.column),
  };
}

export function eachMarked(visit) {
  const marked = block();
  if (!marked) return;
  const all = rows();
  for (let row = marked.top; row <= marked.bottom; row += 1) {
    cellsOf(all[row]).slice(marked.left, marked.right + 1).forEach((cell, column) => visit(cell, row, marked.left + column));
  }
}

export function mark(from, to) {
  table.querySelectorAll("td.marked").forEach((cell) => {
    cell.classList.remove("marked");
    cell.removeAttribute("aria-selected");
  });
  Object.assign(chosen, { anchor: from, focus: to });
  if (!isBlock()) return;
  eachMarked((cell) => {
    cell.closest("td").classList.add("marked");
    cell.closest("td").setAttribute("aria-selected", "true");
  });
}

export function extend(rowStep, columnStep) {
  const { row, column } = place(chosen.focus);
  const to = cellAt(row + rowStep, column + columnStep);
  if (to) mark(chosen.anchor, to);
  to?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

export function markAll() {
  const last = rows().at(-1);
  mark(cellAt(0, 0), cellsOf(last).at(-1));
}

function turn(cell, mode) {
  chosen.mode = mode;
  table.querySelector("td.editing")?.classList.remove("editing");
  if (mode !== "select") cell.closest("td").classList.add("editing");
}

export function select(cell) {
  if (!cell) return false;
  if (cell !== document.activeElement) cell.focus();
  turn(cell, "select");
  cell.select();
  mark(cell, cell);
  return true;
}

export function edit(cell) {
  mark(cell, cell);
  turn(cell, "edit");
  cell.setSelectionRange(cell.value.length, cell.value.length);
}

export function endEditing(cell) {
  commit(cell);
  select(cell);
}

export function giveBack(cell) {
  chosen.typed = null;
  if (!isSelecting()) {
    cell.value = before(cell);
    touch([rowOf(cell)]);
  }
  select(cell);
}

// ---- mouse and touch ----

function onMouseDown(event) {
  if (pointer === "touch" || event.button !== 0) return;
  const cell = event.target.closest("td, th")?.querySelector("[data-cell]");
  if (!cell) return markRow(event);
  const isHere = cell === document.activeElement;
  if (isHere && !isSelecting()) return;
  event.preventDefault();
  if (event.shiftKey && chosen.anchor?.isConnected) mark(chosen.anchor, cell);
  else if (isHere && event.detail > 1) edit(cell);
  else {
    select(cell);
    dragged = cell;
  }
}

function markRow(event) {
  const row = event.target.closest("th.no")?.parentElement;
  if (!row) return;
  event.preventDefault();
  const cells = cellsOf(row);
  select(cells[0]);
  mark(cells[0], cells.at(-1));
}

function onMouseOver(event) {
  const cell = dragged && event.buttons === 1 && event.target.closest("td")?.querySelector("[data-cell]");
  if (!cell) return;
  mark(dragged, cell);
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

body.addEventListener("pointerdown", (event) => { pointer = event.pointerType; }, true);
body.addEventListener("keydown", () => { pointer = "keys"; }, true);
body.addEventListener("mousedown", onMouseDown);
body.addEventListener("mouseover", onMouseOver);
window.addEventListener("mouseup", () => { dragged = null; });
body.addEventListener("focusin", ({ target }) => {
  if (!target.matches("[data-cell]")) return;
  if (chosen.typed !== target) chosen.typed = null;
  mark(target, target);
  turn(target, pointer === "touch" ? "edit" : "select");
  if (isSelecting()) target.select();
});
body.addEventListener("focusout", ({ target }) => {
  if (!target.matches("[data-cell]")) return;
  commit(target);
  turn(target, "select");
});
body.addEventListener("input", ({ target, isTrusted }) => {
  if (!target.matches("[data-cell]")) return;
  chosen.typed = target;
  if (isTrusted && isSelecting()) {
    mark(target, target);
    turn(target, "type");
  }
  touch([rowOf(target)]);
});
