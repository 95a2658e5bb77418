// Blocks of the grid to and from the clipboard, as spreadsheets write them.

import { block, chosen, eachMarked, endEditing, isSelecting, mark } from "./grid_select.js";
import { allCells, body, cellAt, cellsOf, columns, commit, form, grow, place, renumber, room, rows, table, tellOnce, widen, write } from "./grid_table.js";

const heads = [...table.tHead.querySelectorAll("[data-column]")];
const parts = [...form.querySelectorAll("template[data-part]")];
const keysOf = (element) => element.dataset.names.split("|");

// Tabs between cells; a cell in quotation marks may hold line breaks and doubled marks.
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
  return found.map((line) => line.map((value) => value.trim()));
}

const quote = (text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

// ---- a header row: its columns find their places by name ----

const keyOf = (text) => text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "").replace(/\d+/g, "#").replace(/[^a-z0-9#]+/g, " ").trim();

// The cell of `line` that bears the best name of a column; names come best first.
function whereNamed(line, names) {
  return names.map((name) => line.indexOf(name)).find((place) => place >= 0) ?? -1;
}

// For each pasted column the column of the grid it belongs to, "" for none; null where the first line is no header.
function headerOf(lines) {
  const line = lines[0].map(keyOf);
  const found = line.map(() => "");
  heads.concat(parts).forEach((each) => {
    const place = whereNamed(line, keysOf(each));
    if (place >= 0) found[place] ||= each.dataset.column ?? each.dataset.part;
  });
  const known = found.filter(Boolean).length;
  return lines.length > 1 && known && (known > 1 || known === line.filter(Boolean).length) ? found : null;
}

// The lines under a header as [column of the grid, value] pairs; first and last name make the participant.
function byName(names, lines) {
  return lines.map((line) => {
    const said = new Map(names.map((name, place) => [name, line[place] ?? ""]));
    const name = [said.get("first_name"), said.get("last_name")].filter(Boolean).join(" ");
    if (name && !said.get("participant")) said.set("participant", name);
    return [...said].filter(([column]) => columns.includes(column));
  });
}

// ---- paste ----

function pasteUnder(names, lines, start) {
  const left = lines[0].filter((text, place) => text && !names[place]);
  if (names.some((name) => name && heads.find((head) => head.dataset.column === name)?.classList.contains("more"))) widen(true);
  const told = left.length ? ` ${form.dataset.textLeft} ${left.join(", ")}.` : "";
  put(byName(names, lines.slice(1)), start.row, (row, column) => allCells(row)[columns.indexOf(column)], `${form.dataset.textHeader}${told}`);
}

// Into the marked block as often as it fits, as spreadsheets do.
function repeated(lines) {
  const marked = block();
  const width = Math.max(...lines.map((line) => line.length));
  const [height, across] = [marked.bottom - marked.top + 1, marked.right - marked.left + 1];
  if (height % lines.length || across % width) return lines;
  return Array.from({ length: height }, (_, row) => Array.from({ length: across }, (__, column) => lines[row % lines.length][column % width] ?? ""));
}

function put(lines, top, find, told = "") {
  const added = grow(top + lines.length);
  const fits = lines.slice(0, room(top));
  const all = rows();
  const changes = fits.flatMap((line, index) => line.map(([column, value]) => ({ cell: find(all[top + index], column), after: value }))).filter((change) => change.cell);
  write(changes.map((change) => ({ ...change, before: change.cell.value })), added);
  renumber();
  const said = fits.length < lines.length ? form.dataset.textFull.replace(/\.$/, "") : `${form.dataset.textPasted} ${fits.length}`;
  tellOnce(`${said}. ${told}`);
  if (changes.length) mark(changes[0].cell, changes.at(-1).cell);
}

function paste(event) {
  const cell = event.target.closest("[data-cell]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const isMany = /[\t\n\r]/.test(text.replace(/[\r\n]+$/, ""));
  if (!cell || (!isMany && !isSelecting())) return;
  event.preventDefault();
  commit(cell);
  const lines = parse(text);
  const marked = block();
  const start = isSelecting() && marked ? { row: marked.top, column: marked.left } : place(cell);
  const names = headerOf(lines);
  if (names) return pasteUnder(names, lines, start);
  const whole = isSelecting() ? repeated(lines) : lines;
  put(whole.map((line) => line.map((value, column) => [start.column + column, value])), start.row, (row, column) => cellsOf(row)[column]);
}

// ---- copy, cut, empty, fill ----

export function emptyBlock() {
  const changes = [];
  eachMarked((cell) => changes.push({ cell, before: cell.value, after: "" }));
  write(changes);
}

function copy(event) {
  if (!event.target.closest("[data-cell]") || !isSelecting()) return;
  const lines = new Map();
  eachMarked((cell, row) => lines.set(row, [...(lines.get(row) || []), quote(cell.value)]));
  event.preventDefault();
  event.clipboardData.setData("text/plain", [...lines.values()].map((line) => line.join("\t")).join("\n"));
  if (event.type === "cut") emptyBlock();
}

// What was typed and not left yet is never overwritten.
export function fillDown() {
  if (!isSelecting()) endEditing(chosen.focus);
  const marked = block();
  if (!marked) return;
  const top = marked.bottom > marked.top ? marked.top : marked.top - 1;
  const changes = [];
  eachMarked((cell, row, column) => { if (row > top && top >= 0) changes.push({ cell, before: cell.value, after: cellAt(top, column).value }); });
  const free = changes.filter(({ cell }) => cell !== chosen.typed || !cell.value.trim());
  if (free.length < changes.length) tellOnce(form.dataset.textTyped);
  write(free);
}

body.addEventListener("paste", paste);
body.addEventListener("copy", copy);
body.addEventListener("cut", copy);
