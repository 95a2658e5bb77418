// A grid of text cells that behaves like a spreadsheet, over a plain form, so that nothing depends on it.
// The parts: grid_table.js rows and undo, grid_select.js, grid_clipboard.js, grid_said.js what the server says,
// grid_suggest.js, grid_save.js. Here: keys and tools.

import "./grid_suggest.js";
import "./grid_save.js";
import { emptyBlock, fillDown } from "./grid_clipboard.js";
import { chooseAll, goToChoice } from "./grid_said.js";
import { block, chosen, edit, endEditing, extend, giveBack, isSelecting, mark, markAll, select } from "./grid_select.js";
import { addRow, body, cellAt, cellsOf, commit, form, isEmpty, place, redo, removeRows, rowOf, rows, table, undo, widen } from "./grid_table.js";

const WAYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

// ---- keys ----

function move(event, cell) {
  const [down, right] = WAYS[event.key];
  const isOfText = chosen.mode === "edit" && (right || !event.shiftKey || cell.matches("textarea"));
  if (isOfText) return false;
  if (event.shiftKey) {
    if (!isSelecting()) endEditing(cell);
    extend(down, right);
    return true;
  }
  commit(cell);
  const { row, column } = place(cell);
  select(cellAt(row + down, column + right) ?? cell);
  return true;
}

function enter(event, cell) {
  if (isSelecting() && !event.shiftKey) {
    edit(cell);
    return true;
  }
  if (event.altKey && cell.matches("textarea")) {
    cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
    return true;
  }
  const { row, column } = place(cell);
  commit(cell);
  if (!event.shiftKey && !cellAt(row + 1, column)) addRow(null, false);
  select(cellAt(row + (event.shiftKey ? -1 : 1), column) ?? cell);
  return true;
}

function jump(event, cell) {
  if (!isSelecting()) return false;
  const row = event.ctrlKey ? rows().at(event.key === "Home" ? 0 : -1) : rowOf(cell);
  const to = cellsOf(row).at(event.key === "Home" ? 0 : -1);
  if (event.shiftKey) mark(chosen.anchor, to);
  else select(to);
  return true;
}

function withControl(event, cell) {
  const key = event.key.toLowerCase();
  const deeds = { z: event.shiftKey ? redo : undo, y: redo, d: fillDown };
  if (isSelecting()) deeds.a = markAll;
  if (key === "home" || key === "end") return jump(event, cell);
  if (!deeds[key]) return false;
  deeds[key]();
  return true;
}

function onKey(event) {
  const cell = event.target.closest("[data-cell]");
  if (!cell || event.defaultPrevented || event.isComposing) return;
  const keys = {
    Enter: () => enter(event, cell),
    Home: () => jump(event, cell),
    End: () => jump(event, cell),
    F8: goToChoice,
    F2: () => { if (isSelecting()) edit(cell); return true; },
    Escape: () => { giveBack(cell); return true; },
  };
  if (isSelecting()) keys.Delete = keys.Backspace = () => { emptyBlock(); return true; };
  let done = false;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) done = withControl(event, cell);
  else if (WAYS[event.key] && !event.altKey) done = move(event, cell);
  else done = keys[event.key]?.();
  if (done) event.preventDefault();
}

// One history: the browser's own would take typed letters back one by one, behind the back of ours.
function onHistory(event) {
  const deed = { historyUndo: undo, historyRedo: redo }[event.inputType];
  if (!deed) return;
  event.preventDefault();
  deed();
}

// ---- tools ----

const here = () => (chosen.focus?.isConnected ? chosen.focus : null);
const deeds = {
  undo,
  redo,
  fill: fillDown,
  insert: () => { const row = addRow(here() && rowOf(here())); if (row) select(row.querySelector("[data-cell]")); },
  remove: () => { const marked = block(); if (marked) removeRows(rows().slice(marked.top, marked.bottom + 1), marked.left); },
  more: () => widen(!table.classList.contains("wide")),
  mine: () => chooseAll("mine"),
  theirs: () => chooseAll("theirs"),
};

function count() {
  const numbers = { rows: 0, errors: 0, drafts: 0 };
  rows().forEach((row) => {
    if (isEmpty(row)) return;
    numbers.rows += 1;
    numbers.errors += row.dataset.state === "rejected";
    numbers.drafts += row.dataset.state.endsWith("_draft");
  });
  Object.entries(numbers).forEach(([name, number]) => { form.querySelector(`[data-count=${name}]`).textContent = number; });
}

table.setAttribute("role", "grid");
table.setAttribute("aria-multiselectable", "true");
table.classList.add("ready");
widen("wide" in form.dataset);
form.querySelector("[data-tools]").hidden = false;
form.querySelectorAll("[data-plain]").forEach((button) => { button.hidden = true; });
form.addEventListener("click", (event) => {
  const tool = event.target.closest("[data-do]");
  if (tool) deeds[tool.dataset.do]();
});
body.addEventListener("keydown", onKey);
body.addEventListener("beforeinput", onHistory);
form.addEventListener("grid:changed", count);
form.addEventListener("grid:checked", count);
count();
(body.querySelector("[aria-invalid=true]") ?? form.querySelector("[data-refused]:not([hidden])"))?.focus();
