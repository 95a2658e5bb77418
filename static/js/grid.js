// A grid of text cells that behaves like a spreadsheet: moving, blocks, paste, fill down, undo. Works on the inputs of a
// plain form, so that nothing depends on it. Tells grid_check.js by the event "grid:changed" which rows are to be checked.

const form = document.querySelector("form[data-grid]");
const table = form.querySelector("[data-cells]");
const body = table.tBodies[0];
const blank = form.querySelector("template[data-blank]").content;
const live = form.querySelector("[data-live]");
const most = Number(form.dataset.most);
const past = [];
const future = [];
let committed = new WeakMap(); // input > its value when the last change was noted
let anchor = null; // where a marked block begins
let focus = null; // where it ends

const rows = () => [...body.rows];
const cellsOf = (row) => [...row.querySelectorAll("[data-cell]")].filter((cell) => table.classList.contains("wide") || !cell.closest(".more"));
const rowOf = (cell) => cell.closest("tr");
const isEmpty = (row) => !row.querySelector("[name=pk]").value && [...row.querySelectorAll("[data-cell]")].every((cell) => !cell.value.trim());
const say = (text) => { live.textContent = text; };

function place(cell) {
  return { row: rows().indexOf(rowOf(cell)), column: cellsOf(rowOf(cell)).indexOf(cell) };
}

function cellAt(row, column) {
  const found = rows()[row];
  return found && cellsOf(found)[column];
}

function go(row, column, select = true) {
  const cell = cellAt(row, column);
  if (!cell) return false;
  cell.focus();
  if (select) cell.select();
  return true;
}

// ---- changes that can be undone: {undo(), redo(), cell} ----

function note(change) {
  past.push(change);
  future.length = 0;
  showTools();
}

function set(cell, value) {
  cell.value = value;
  committed.set(cell, value);
  touch([rowOf(cell)]);
}

function touch(changed) {
  form.dataset.changed = "yes";
  form.dispatchEvent(new CustomEvent("grid:changed", { detail: { rows: [...new Set(changed)] } }));
}

function write(changes) {
  const done = changes.filter(({ cell, before, after }) => before !== after);
  if (!done.length) return;
  done.forEach(({ cell, after }) => set(cell, after));
  note({
    cell: done[0].cell,
    undo: () => done.forEach(({ cell, before }) => set(cell, before)),
    redo: () => done.forEach(({ cell, after }) => set(cell, after)),
  });
}

function commit(cell) {
  const before = committed.get(cell) ?? cell.defaultValue;
  const after = cell.value;
  if (before === after) return;
  committed.set(cell, after);
  note({ cell, undo: () => set(cell, before), redo: () => set(cell, after) });
}

function step(from, to, deed) {
  const here = document.activeElement;
  if (here?.matches("[data-cell]")) commit(here);
  const change = from.pop();
  if (!change) return;
  change[deed]();
  to.push(change);
  if (change.cell.isConnected) change.cell.focus();
  say(deed === "undo" ? form.dataset.textUndone : form.dataset.textRedone);
  showTools();
}

const undo = () => step(past, future, "undo");
const redo = () => step(future, past, "redo");

function showTools() {
  form.querySelector("[data-do=undo]").disabled = !past.length;
  form.querySelector("[data-do=redo]").disabled = !future.length;
}

// ---- rows ----

function renumber() {
  rows().forEach((row, index) => { row.querySelector("[data-number]").textContent = index + 1; });
}

function newRow(before = null) {
  const row = blank.querySelector("tr").cloneNode(true);
  body.insertBefore(row, before);
  return row;
}

function putBack(row, before) {
  body.insertBefore(row, before?.isConnected ? before : null);
  renumber();
  touch([row]);
}

function takeOut(row) {
  row.remove();
  renumber();
  touch([]);
}

function addRow(before = null) {
  if (rows().length >= most) {
    say(form.dataset.textFull);
    return null;
  }
  const row = newRow(before);
  renumber();
  note({ cell: row.querySelector("[data-cell]"), undo: () => takeOut(row), redo: () => putBack(row, before) });
  return row;
}

function removeRow(row) {
  const next = row.nextElementSibling;
  const column = Math.max(0, cellsOf(row).indexOf(document.activeElement));
  const index = rows().indexOf(row);
  takeOut(row);
  note({ cell: row.querySelector("[data-cell]"), undo: () => putBack(row, next), redo: () => takeOut(row) });
  if (!rows().length) newRow();
  renumber();
  go(Math.min(index, rows().length - 1), column);
}

// ---- a marked block ----

function block() {
  if (!anchor?.isConnected || !focus?.isConnected) return null;
  const [one, two] = [place(anchor), place(focus)];
  return {
    top: Math.min(one.row, two.row), bottom: Math.max(one.row, two.row),
    left: Math.min(one.column, two.column), right: Math.max(one.column, two.column),
  };
}

function eachMarked(visit) {
  const marked = block();
  if (!marked) return;
  const all = rows();
  for (let row = marked.top; row <= marked.bottom; row += 1) {
    cellsOf(all[row]).slice(marked.left, marked.right + 1).forEach((cell, column) => visit(cell, row, marked.left + column));
  }
}

function mark(from, to) {
  table.querySelectorAll("td.marked").forEach((cell) => {
    cell.classList.remove("marked");
    cell.removeAttribute("aria-selected");
  });
  [anchor, focus] = [from, to];
  if (!from || from === to) return;
  eachMarked((cell) => {
    cell.closest("td").classList.add("marked");
    cell.closest("td").setAttribute("aria-selected", "true");
  });
}

const isBlock = () => Boolean(anchor && focus && anchor !== focus);

function extend(rowStep, columnStep) {
  const from = anchor || document.activeElement;
  const { row, column } = place(focus || from);
  const to = cellAt(row + rowStep, column + columnStep);
  if (to) mark(from, to);
  to?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// ---- clipboard ----

// The text of a spreadsheet: tabs between cells; a cell in quotation marks may hold line breaks and doubled marks.
function parse(text) {
  const found = [[""]];
  let quoted = false;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < source.length; at += 1) {
    const letter = source[at];
    const line = found[found.length - 1];
    const last = line.length - 1;
    if (quoted) {
      if (letter !== '"') line[last] += letter;
      else if (source[at + 1] === '"') { line[last] += '"'; at += 1; } else quoted = false;
    } else if (letter === '"' && line[last] === "") quoted = true;
    else if (letter === "\t") line.push("");
    else if (letter === "\n") found.push([""]);
    else line[last] += letter;
  }
  return found;
}

const quote = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function paste(event) {
  const cell = event.target.closest("[data-cell]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!cell || !/[\t\n\r]/.test(text.replace(/[\r\n]+$/, ""))) return;
  event.preventDefault();
  commit(cell);
  const lines = parse(text);
  const start = place(isBlock() ? cellAt(block().top, block().left) : cell);
  const added = [];
  while (rows().length < Math.min(start.row + lines.length, most)) added.push(newRow());
  const fits = lines.slice(0, most - start.row);
  const all = rows();
  const changes = fits.flatMap((line, index) => {
    const cells = cellsOf(all[start.row + index]);
    return line.map((value, column) => ({ cell: cells[start.column + column], after: value.trim() })).filter((change) => change.cell);
  }).map((change) => ({ ...change, before: change.cell.value }));
  changes.forEach(({ cell: changed, after }) => set(changed, after));
  renumber();
  note({
    cell,
    undo: () => { changes.forEach(({ cell: changed, before }) => set(changed, before)); added.forEach((row) => row.remove()); renumber(); },
    redo: () => { added.forEach((row) => body.append(row)); changes.forEach(({ cell: changed, after }) => set(changed, after)); renumber(); },
  });
  say(fits.length < lines.length ? form.dataset.textFull : `${form.dataset.textPasted} ${fits.length}`);
  mark(cell, cellAt(start.row + fits.length - 1, start.column + Math.max(...fits.map((line) => line.length)) - 1) || cell);
}

function copy(event) {
  if (!isBlock()) return;
  const lines = new Map();
  eachMarked((cell, row) => lines.set(row, [...(lines.get(row) || []), quote(cell.value)]));
  event.preventDefault();
  event.clipboardData.setData("text/plain", [...lines.values()].map((line) => line.join("\t")).join("\n"));
  if (event.type === "cut") emptyBlock();
}

function emptyBlock() {
  const changes = [];
  eachMarked((cell) => changes.push({ cell, before: cell.value, after: "" }));
  write(changes);
}

function fillDown() {
  const here = focus || anchor;
  if (!here?.isConnected) return;
  const changes = [];
  if (isBlock() && block().bottom > block().top) {
    const { top } = block();
    eachMarked((cell, row, column) => { if (row > top) changes.push({ cell, before: cell.value, after: cellAt(top, column).value }); });
  } else {
    const { row, column } = place(here);
    const above = cellAt(row - 1, column);
    if (above) changes.push({ cell: here, before: here.value, after: above.value });
  }
  write(changes);
}

// ---- keys ----

const atStart = (cell) => cell.selectionEnd === 0 || (cell.selectionStart === 0 && cell.selectionEnd === cell.value.length);
const atEnd = (cell) => cell.selectionStart === cell.value.length || (cell.selectionStart === 0 && cell.selectionEnd === cell.value.length);

function move(event, cell) {
  const { row, column } = place(cell);
  const ways = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const way = ways[event.key];
  if (!way) return false;
  if (event.shiftKey) {
    if (way[1] && !isBlock() && !(way[1] < 0 ? atStart(cell) : atEnd(cell))) return false;
    extend(...way);
    return true;
  }
  if (way[1] && !(way[1] < 0 ? atStart(cell) : atEnd(cell))) return false;
  return go(row + way[0], column + way[1]);
}

function enter(event, cell) {
  if (event.altKey && cell.matches("textarea")) return false;
  const { row, column } = place(cell);
  if (event.shiftKey) return go(row - 1, column) || true;
  commit(cell);
  if (!cellAt(row + 1, column)) addRow();
  go(row + 1, column);
  return true;
}

function withControl(event) {
  const key = event.key.toLowerCase();
  const deeds = { z: event.shiftKey ? redo : undo, y: redo, d: fillDown };
  if (!deeds[key]) return false;
  deeds[key]();
  return true;
}

function onKey(event) {
  const cell = event.target.closest("[data-cell]");
  if (!cell || event.defaultPrevented || event.isComposing) return;
  let done = false;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) done = withControl(event);
  else if (event.key === "Enter") done = enter(event, cell);
  else if (event.key.startsWith("Arrow") && !event.altKey) done = move(event, cell);
  else if (event.key === "Delete" && isBlock()) { emptyBlock(); done = true; }
  else if (event.key === "Escape") mark(cell, cell);
  if (done) event.preventDefault();
}

// ---- tools ----

const deeds = {
  undo,
  redo,
  fill: fillDown,
  insert: () => { const row = addRow(focus?.isConnected ? rowOf(focus) : null); row?.querySelector("[data-cell]").focus(); },
  remove: () => { if (focus?.isConnected) removeRow(rowOf(focus)); },
  more: () => widen(!table.classList.contains("wide")),
};

function widen(wide) {
  table.classList.toggle("wide", wide);
  form.querySelector("[data-do=more]").setAttribute("aria-pressed", wide);
}

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
table.classList.add("ready");
widen("wide" in form.dataset);
form.querySelector("[data-tools]").hidden = false;
form.querySelectorAll("[data-plain]").forEach((button) => { button.hidden = true; });
form.addEventListener("click", (event) => {
  const tool = event.target.closest("[data-do]");
  if (tool) deeds[tool.dataset.do]();
});
body.addEventListener("keydown", onKey);
body.addEventListener("paste", paste);
body.addEventListener("copy", copy);
body.addEventListener("cut", copy);
body.addEventListener("focusin", ({ target }) => { if (target.matches("[data-cell]")) mark(target, target); });
body.addEventListener("mousedown", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (!event.shiftKey || !cell || !anchor || cell === anchor) return;
  event.preventDefault();
  mark(anchor, cell);
});
body.addEventListener("focusout", ({ target }) => { if (target.matches("[data-cell]")) commit(target); });
body.addEventListener("input", ({ target }) => { if (target.matches("[data-cell]")) touch([rowOf(target)]); });
form.addEventListener("grid:changed", count);
form.addEventListener("grid:checked", count);
count();
(document.querySelector("[data-refused]") && body.querySelector("[aria-invalid=true]"))?.focus();
