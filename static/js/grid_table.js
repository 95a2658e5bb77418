// The rows and cells of the grid, and changes that can be undone. Whoever changes a cell tells "grid:changed" which rows.

export const form = document.querySelector("form[data-grid]");
export const table = form.querySelector("[data-cells]");
export const body = table.tBodies[0];
export const columns = [...table.tHead.querySelectorAll("[data-column]")].map((head) => head.dataset.column);
const blank = form.querySelector("template[data-blank]").content;
const live = form.querySelector("[data-live]");
const told = form.querySelector("[data-told]");
const most = Number(form.dataset.most);
const past = [];
const future = [];
const committed = new WeakMap(); // input > its value when the last change was noted

export const rows = () => [...body.rows];
export const rowOf = (cell) => cell.closest("tr");
export const cellOf = (row, name) => row.querySelector(`[name="${name}"]`);
export const allCells = (row) => [...row.querySelectorAll("[data-cell]")];
export const cellsOf = (row) => allCells(row).filter((cell) => table.classList.contains("wide") || !cell.closest(".more"));
export const isEmpty = (row) => !cellOf(row, "pk").value && allCells(row).every((cell) => !cell.value.trim());
export const say = (text) => { live.textContent = text; };
export const tellOnce = (text) => {
  say(text);
  told.textContent = text;
};
export const before = (cell) => committed.get(cell) ?? cell.defaultValue;

export function place(cell) {
  return { row: rows().indexOf(rowOf(cell)), column: cellsOf(rowOf(cell)).indexOf(cell) };
}

export function cellAt(row, column) {
  const found = body.rows[row];
  return found && cellsOf(found)[column];
}

export function widen(wide) {
  table.classList.toggle("wide", wide);
  form.querySelector("[data-do=more]").setAttribute("aria-pressed", wide);
}

export function goTo(cell) {
  if (cell.closest(".more")) widen(true);
  cell.focus();
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// ---- changes that can be undone: {undo(), redo(), cell} ----

function note(change) {
  past.push(change);
  future.length = 0;
  showTools();
}

// What the server knows: no change of the user's, nothing to be undone.
export function adopt(cell, value) {
  cell.value = value;
  committed.set(cell, value);
}

function set(cell, value) {
  adopt(cell, value);
  if (cell === document.activeElement) cell.select();
  touch([rowOf(cell)]);
}

export function touch(changed) {
  form.dataset.changed = "yes";
  form.dispatchEvent(new CustomEvent("grid:changed", { detail: { rows: [...new Set(changed)] } }));
}

export function write(changes, added = []) {
  const done = changes.filter(({ cell, before: was, after }) => was !== after);
  if (!done.length && !added.length) return;
  done.forEach(({ cell, after }) => set(cell, after));
  note({
    cell: done[0]?.cell ?? added[0].querySelector("[data-cell]"),
    undo: () => { done.forEach(({ cell, before: was }) => set(cell, was)); added.forEach((row) => row.remove()); renumber(); },
    redo: () => { body.append(...added); done.forEach(({ cell, after }) => set(cell, after)); renumber(); },
  });
}

export function commit(cell) {
  const [was, after] = [before(cell), cell.value];
  if (was === after) return;
  committed.set(cell, after);
  note({ cell, undo: () => set(cell, was), redo: () => set(cell, after) });
}

function step(from, to, deed) {
  const here = document.activeElement;
  if (here?.matches("[data-cell]")) commit(here);
  const change = from.pop();
  if (!change) return;
  change[deed]();
  to.push(change);
  (change.cell.isConnected ? change.cell : cellAt(body.rows.length - 1, 0))?.focus();
  say(deed === "undo" ? form.dataset.textUndone : form.dataset.textRedone);
  showTools();
}

export const undo = () => step(past, future, "undo");
export const redo = () => step(future, past, "redo");

function showTools() {
  form.querySelector("[data-do=undo]").disabled = !past.length;
  form.querySelector("[data-do=redo]").disabled = !future.length;
}

// ---- rows ----

export function renumber() {
  let moved = false;
  rows().forEach((row, index) => {
    const number = row.querySelector("[data-number]");
    moved ||= Boolean(number.textContent) && number.textContent !== `${index + 1}`;
    number.textContent = index + 1;
    row.id = `row-${index + 1}`;
  });
  if (moved) form.dispatchEvent(new Event("grid:renumbered"));
}

function newRow(next = null) {
  const row = blank.querySelector("tr").cloneNode(true);
  body.insertBefore(row, next);
  return row;
}

// Rows so that there are `height`, as far as they fit; they are part of a change that is noted by write().
export function grow(height) {
  const added = [];
  while (body.rows.length < Math.min(height, most)) added.push(newRow());
  return added;
}

export const room = (from) => most - from;

function putBack(row, next) {
  body.insertBefore(row, next?.isConnected ? next : null);
  renumber();
  touch([row]);
}

function takeOut(row) {
  row.remove();
  renumber();
  touch([row]);
}

// An empty row at the end, made by going on typing, is no change of its own.
export function addRow(next = null, isNoted = true) {
  if (body.rows.length >= most) {
    say(form.dataset.textFull);
    return null;
  }
  const row = newRow(next);
  renumber();
  if (isNoted) note({ cell: row.querySelector("[data-cell]"), undo: () => takeOut(row), redo: () => putBack(row, next) });
  return row;
}

// One change, however many rows; they come back from the last on, so that the next of each is there already.
export function removeRows(gone, column) {
  const index = rows().indexOf(gone[0]);
  const places = gone.map((row) => [row, row.nextElementSibling]);
  const takeAll = () => gone.forEach(takeOut);
  takeAll();
  note({ cell: gone[0].querySelector("[data-cell]"), undo: () => places.toReversed().forEach((each) => putBack(...each)), redo: takeAll });
  if (!body.rows.length) newRow();
  renumber();
  cellAt(Math.min(index, body.rows.length - 1), Math.max(0, column))?.focus();
}

body.addEventListener("input", () => { told.textContent = ""; });
