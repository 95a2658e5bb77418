// What the server says of the rows: state, days, findings in one list, clashes with what somebody else saved.

import { adopt, allCells, body, cellOf, columns, form, goTo, isEmpty, rows, say, table, touch, widen, write } from "./grid_table.js";

const here = form.querySelector("[data-here]");
const problems = form.querySelector("[data-problems]");
const clashes = form.querySelector("[data-clashes]");
const clashList = form.querySelector("[data-clash-list]");
const choice = form.querySelector("[data-choice]");
const labels = new Map([...table.tHead.querySelectorAll("[data-column]")].map((head) => [head.dataset.column, head.textContent]));
const findings = new WeakMap(); // row > {errors: [[column, value, sentence]], remarks: [[sentence, its shape, person]], opens: about hidden columns}
const people = new WeakMap(); // row > {participant, accompanying}: keys
const clashRows = new WeakMap(); // fieldset > row
const NOTHING = { errors: [], remarks: [] };
const MOST_LINKS = 20;
const waiting = new Set();
let told = null; // the cell that the line is about
let timer = 0;

export const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.querySelector("[name=csrfmiddlewaretoken]").value;

// ---- checking as one types ----

// Who goes or comes along, as it is written and as the server knew them last.
function peopleOf(row, column) {
  const written = cellOf(row, column).value.toLowerCase().split(/[;,\n]/).map((name) => name.trim());
  return [...written.filter(Boolean), ...(people.get(row)?.[column] ?? [])];
}

// Rows are judged together if somebody who goes in one of them goes or comes along in the other.
function together(changed) {
  const go = new Set(changed.flatMap((row) => peopleOf(row, "participant")));
  const all = new Set([...go, ...changed.flatMap((row) => peopleOf(row, "accompanying"))]);
  const shares = (row) => peopleOf(row, "participant").some((each) => all.has(each)) || peopleOf(row, "accompanying").some((each) => go.has(each));
  return rows().filter((row) => !isEmpty(row) && (changed.includes(row) || shares(row)));
}

function packed(row) {
  const number = row.querySelector("[data-number]").textContent;
  return Object.fromEntries([["row", number], ...[...row.querySelectorAll("input, textarea")].map((each) => [each.name, each.value])]);
}

async function check() {
  const changed = [...waiting];
  waiting.clear();
  const asked = together(changed);
  changed.filter(isEmpty).forEach((row) => {
    people.delete(row);
    show(row, { state: "empty", ...NOTHING });
  });
  await ask(asked);
  const others = together(changed);
  if (others.some((row) => !asked.includes(row))) await ask([...new Set([...asked, ...others])]);
  return tellAll();
}

async function ask(about) {
  const asked = rows().filter((row) => about.includes(row)).map((row) => ({ row, values: packed(row) }));
  if (!asked.length) return;
  try {
    const answer = await fetch(form.dataset.check, {
      method: "POST",
      body: JSON.stringify({ rows: asked.map(({ values }) => values) }),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    });
    if (!answer.ok) throw new Error(answer.statusText);
    const said = (await answer.json()).rows;
    asked.forEach(({ row, values }, index) => { if (JSON.stringify(packed(row)) === JSON.stringify(values)) accept(row, said[index]); else touch([row]); });
  } catch {
    say(form.dataset.textOffline);
  }
}

// The answer about a row that has not changed since it was asked about.
export function accept(row, said) {
  if (cellOf(row, "pk").value) {
    cellOf(row, "version").value = said.version;
    cellOf(row, "was").value = said.was;
  }
  people.set(row, { participant: said.goes, accompanying: said.along });
  Object.entries(said.taken).forEach(([name, value]) => adopt(cellOf(row, name), value));
  if (Object.keys(said.taken).length) say(form.dataset.textTaken);
  show(row, said);
  showClash(row, said.clash);
}

function show(row, said) {
  row.dataset.state = said.state;
  row.querySelector("[data-days]").textContent = said.days ?? "";
  if (said.opens && !findings.get(row)?.opens) widen(true); // where it is mended
  findings.set(row, { errors: said.errors, remarks: said.remarks, opens: said.opens });
  row.querySelector("[data-state-word]").replaceChildren(form.querySelector(`template[data-word="${said.state}"]`).content.cloneNode(true));
  const wrong = new Set(said.errors.map(([column]) => column));
  allCells(row).forEach((cell) => {
    if (wrong.has(cell.name)) cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
  });
  if (row.contains(document.activeElement)) tell(document.activeElement, true);
}

// ---- one line about the cell one is in, or what else is wrong, and one list of everything ----

const worded = ([column, , text]) => (column ? `${labels.get(column)}: ${text}` : text);

function firstElsewhere() {
  const row = rows().find((each) => findings.get(each)?.errors.length);
  return row ? `${form.dataset.textRow} ${row.querySelector("[data-number]").textContent}, ${worded(findings.get(row).errors[0])}` : "";
}

// On a narrow page a long line scrolls, so that it must be reached by keyboard.
function makeReachable() {
  const line = here.parentElement;
  if (line.scrollHeight > line.clientHeight) line.tabIndex = 0;
  else line.removeAttribute("tabindex");
}

function tell(cell, aloud = false) {
  const row = cell.closest("[data-row]");
  const { errors, remarks } = findings.get(row) ?? NOTHING;
  const isMine = ([column]) => column === cell.name;
  const mine = errors.filter(isMine).map(worded).join(" ");
  const others = errors.filter((each) => !isMine(each)).map(worded);
  const ofRow = [mine, ...others, ...remarks.map(([text]) => text)].filter(Boolean).join(" ");
  const text = ofRow || firstElsewhere();
  const isNew = here.textContent !== text;
  here.textContent = text;
  here.classList.toggle("bad", errors.length > 0 || !ofRow);
  makeReachable();
  told = cell;
  if (mine) cell.setAttribute("aria-describedby", here.id);
  else cell.removeAttribute("aria-describedby");
  if (aloud && isNew && mine) say(mine);
  offerChoice(cell);
}

function grouped() {
  const found = new Map();
  const add = (column, value, text, row) => {
    const key = JSON.stringify([column, text]);
    if (!found.has(key)) found.set(key, { column, text, values: new Set(), rows: [] });
    found.get(key).rows.push(row);
    if (value) found.get(key).values.add(value);
  };
  rows().forEach((row) => (findings.get(row) ?? NOTHING).errors.forEach((each) => add(...each, row)));
  rows().forEach((row) => (findings.get(row) ?? NOTHING).remarks.forEach(([, shape, person]) => add("", person, shape, row)));
  return [...found.values()];
}

function link(row, column, before) {
  const number = row.querySelector("[data-number]").textContent;
  const found = document.createElement("a");
  found.href = `#row-${number}`;
  found.textContent = before + number;
  found.addEventListener("click", (event) => {
    event.preventDefault();
    goTo(cellOf(row, column || columns[0]));
  });
  return found;
}

function quoted(value) {
  const said = document.createElement("q");
  said.textContent = value.length > 60 ? `${value.slice(0, 59)}…` : value;
  return said;
}

const listed = (values) => values.slice(0, MOST_LINKS).join(", ") + (values.length > MOST_LINKS ? " …" : "");

function line({ column, text, values: about, rows: where }) {
  const values = [...about];
  const item = document.createElement("li");
  if (column) {
    const head = document.createElement("b");
    head.append(labels.get(column), ...values.flatMap((value, index) => [index ? ", " : ": ", quoted(value)]));
    item.append(head, " – ");
  }
  item.append(`${column ? text : text.replace("{person}", listed(values))} – `);
  const word = `${where.length > 1 ? form.dataset.textRows : form.dataset.textRow} `;
  where.slice(0, MOST_LINKS).forEach((row, index) => item.append(index ? ", " : "", link(row, column, index ? "" : word)));
  if (where.length > MOST_LINKS) item.append(` … (${where.length})`);
  return item;
}

export function tellAll() {
  const all = grouped();
  if (rows().length) tell(told?.isConnected ? told : cellOf(rows()[0], columns[0]));
  problems.hidden = !all.length;
  problems.querySelector("ul").replaceChildren(...all.map(line));
  [...clashList.children].filter((each) => !clashRows.get(each)?.isConnected).forEach((each) => each.remove());
  [...clashList.children].forEach((each) => {
    each.querySelector("[data-clash-number]").textContent = clashRows.get(each).querySelector("[data-number]").textContent;
  });
  clashes.hidden = !clashList.children.length;
  clashes.querySelector("[data-all-clashes]").hidden = clashList.querySelectorAll("[type=radio]").length < 3;
  form.dispatchEvent(new Event("grid:checked"));
}

// ---- clashes: nothing of the other's is overwritten before somebody chooses ----

function showClash(row, html) {
  const old = [...clashList.children].find((each) => clashRows.get(each) === row);
  const hadFocus = old?.contains(document.activeElement);
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const now = holder.content.querySelector("fieldset");
  if (now) clashRows.set(now, row);
  if (old && now) old.replaceWith(now);
  else if (old) old.remove();
  else if (now) clashList.append(now);
  if (hadFocus) (clashList.querySelector("[type=radio]") ?? cellOf(row, columns[0])).focus();
}

// The choice about the cell one is in, or else the first of its row, beside the sentence that asks for it.
const radiosAt = (cell) => {
  const row = cell.closest("[data-row]");
  const radios = [...clashList.querySelectorAll("[type=radio]")].filter((each) => clashRows.get(each.closest("fieldset")) === row);
  const name = radios.some((each) => each.dataset.column === cell.name) ? cell.name : radios[0]?.dataset.column;
  return radios.filter((each) => each.dataset.column === name);
};

function offerChoice(cell) {
  const radios = radiosAt(cell);
  choice.hidden = !radios.length;
  radios.forEach((radio) => {
    const words = [...radio.closest("label").cloneNode(true).childNodes].filter((node) => node.nodeName !== "INPUT");
    choice.querySelector(`[data-choose=${radio.value}]`).replaceChildren(...words);
  });
}

export function goToClash() {
  const radio = clashList.querySelector("[type=radio]");
  if (radio) goTo(cellOf(clashRows.get(radio.closest("fieldset")), radio.dataset.column));
  return Boolean(radio);
}

export function goToChoice() {
  if (!choice.hidden) choice.querySelector("button").focus();
  return !choice.hidden;
}

function choose(radio) {
  const row = clashRows.get(radio.closest("fieldset"));
  const name = radio.dataset.column;
  const theirs = radio.closest(".clash").querySelector("[type=hidden]").value;
  const was = JSON.parse(cellOf(row, "was").value);
  was[columns.indexOf(name)] = theirs;
  cellOf(row, "was").value = JSON.stringify(was);
  const cell = cellOf(row, name);
  if (radio.value === "theirs") write([{ cell, before: cell.value, after: theirs }]);
  touch([row]);
}

export function chooseAll(whose) {
  clashList.querySelectorAll(`[type=radio][value=${whose}]`).forEach((radio) => { radio.checked = true; choose(radio); });
}

choice.addEventListener("click", ({ target }) => {
  const whose = target.closest("[data-choose]")?.dataset.choose;
  const radio = whose && radiosAt(told).find((each) => each.value === whose);
  if (!radio) return;
  radio.checked = true;
  choose(radio);
  goTo(cellOf(clashRows.get(radio.closest("fieldset")), radio.dataset.column));
});
clashList.addEventListener("change", ({ target }) => { if (target.matches("[type=radio]")) choose(target); });
form.addEventListener("grid:changed", ({ detail }) => {
  detail.rows.forEach((row) => waiting.add(row));
  clearTimeout(timer);
  timer = setTimeout(check, 300);
});
// What is said of a row may name another one by its number.
form.addEventListener("grid:renumbered", () => touch(rows().filter((row) => findings.get(row)?.errors.length)));
body.addEventListener("focusin", ({ target }) => { if (target.matches("[data-cell]")) tell(target); });
new ResizeObserver(makeReachable).observe(here.parentElement);
rows().forEach((row) => { if (row.dataset.said) findings.set(row, JSON.parse(row.dataset.said)); });
[...clashList.children].forEach((each) => clashRows.set(each, rows().find((row) => cellOf(row, "pk").value === each.dataset.clash)));
tellAll();
