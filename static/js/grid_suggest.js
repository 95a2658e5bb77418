// What a cell may hold, in a listbox below it; what is missing is added from there.

import { addInDialog } from "./add_dialog.js";
import { body, cellOf, form, rowOf, rows, say, table, tellOnce, touch, write } from "./grid_table.js";
import { endEditing, isSelecting, select } from "./grid_select.js";

const list = document.getElementById("grid-list");
let open = null; // the cell it belongs to
let asked = ""; // what was typed when it was filled
let pointed = -1;
let asking = 0;
let typing = 0;

const options = () => [...list.children];
const dialogOf = (cell) => document.getElementById(table.tHead.querySelector(`[data-column=${cell.name}]`).dataset.adds);
const lastName = (cell) => (cell.name === "accompanying" ? cell.value.slice(cell.value.lastIndexOf(";") + 1) : cell.value).trim();

async function suggest(cell) {
  const mine = asking += 1;
  const typed = cell.value;
  const address = new URL(form.dataset.suggest, location.href);
  address.searchParams.set("column", cell.name);
  address.searchParams.set("q", typed);
  address.searchParams.set("project", cellOf(rowOf(cell), "project").value);
  if (cell.name === "host") {
    for (const name of ["participant", "start", "end"]) address.searchParams.set(name, cellOf(rowOf(cell), name)?.value ?? "");
  }
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || mine !== asking || document.activeElement !== cell) return;
  const { results } = await answer.json();
  if (mine !== asking) return;
  const news = results.filter(({ value }) => value !== typed);
  const isMissing = dialogOf(cell) && lastName(cell).length > 1 && news.length === results.length;
  if (!news.length && !isMissing) return close();
  fill(cell, news, isMissing);
}

function option(index, text, note) {
  const made = document.createElement("li");
  made.id = `grid-option-${index}`;
  made.role = "option";
  made.setAttribute("aria-selected", "false");
  const small = document.createElement("small");
  small.textContent = note;
  made.append(text, small);
  return made;
}

function fill(cell, results, isMissing) {
  [open, asked, pointed] = [cell, cell.value, -1];
  const made = results.map(({ value, note }, index) => Object.assign(option(index, value, note), { taken: value }));
  if (isMissing) {
    const add = option(results.length, form.dataset.textAdd.replace("{name}", lastName(cell)), "");
    add.className = "create";
    made.push(add);
  }
  list.replaceChildren(...made);
  list.hidden = false;
  cell.setAttribute("aria-expanded", "true");
  put(cell);
  say(`${form.dataset.textFound} ${made.length}`);
}

function put(cell) {
  const box = cell.getBoundingClientRect();
  list.style.insetInlineStart = `${Math.max(8, Math.min(box.left, innerWidth - list.offsetWidth - 8))}px`;
  const below = innerHeight - box.bottom;
  list.style.insetBlockStart = below > list.offsetHeight || below > box.top ? `${box.bottom + 2}px` : `${box.top - list.offsetHeight - 2}px`;
}

function close() {
  asking += 1;
  if (!open) return;
  open.setAttribute("aria-expanded", "false");
  open.removeAttribute("aria-activedescendant");
  list.hidden = true;
  open = null;
}

function point(index) {
  const all = options();
  pointed = (index + all.length) % all.length;
  all.forEach((each, at) => each.setAttribute("aria-selected", at === pointed));
  all[pointed].scrollIntoView({ block: "nearest" });
  open.setAttribute("aria-activedescendant", all[pointed].id);
}

function take(chosen) {
  const cell = open;
  close();
  if (chosen.taken === undefined) return add(cell);
  cell.value = chosen.taken;
  cell.dispatchEvent(new Event("input", { bubbles: true }));
  return endEditing(cell);
}

// The short form; afterwards the cell, and every row that names the same, is looked at again.
function add(cell) {
  const typed = cell.value;
  const before = cell.name === "accompanying" && typed.includes(";") ? `${typed.slice(0, typed.lastIndexOf(";") + 1)} ` : "";
  const wanted = lastName(cell);
  const done = (added) => {
    select(cell);
    if (!added) return;
    write([{ cell, before: typed, after: before + added.text }]);
    touch(rows().filter((row) => row === rowOf(cell) || cellOf(row, cell.name).value.includes(wanted)));
  };
  addInDialog(dialogOf(cell), wanted, done, (dialog) => {
    const kind = dialog.querySelector("[name=new-person-kind]");
    if (kind) kind.value = cell.name === "accompanying" ? "staff" : "learner";
  }).catch(() => tellOnce(form.dataset.textUnsent));
}

// The one that is pointed at; else the only one, if it is for what stands in the cell now.
function meant(cell) {
  const all = options();
  if (pointed >= 0) return all[pointed];
  const found = all.filter((each) => each.taken !== undefined);
  return found.length === 1 && asked === cell.value && !isSelecting() ? found[0] : null;
}

function onKey(event) {
  const cell = event.target;
  if (event.altKey && event.key === "ArrowDown" && cell.matches("[data-suggests]")) {
    event.preventDefault();
    suggest(cell);
    return;
  }
  if (!open || cell !== open || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const ways = { ArrowDown: () => point(pointed + 1), ArrowUp: () => point(pointed - 1 - (pointed < 0)), Escape: close };
  if (ways[event.key]) {
    event.preventDefault();
    ways[event.key]();
  } else if (event.key === "Enter" || event.key === "Tab") {
    const one = meant(cell);
    if (!one) return close();
    if (event.key === "Enter" || one.taken === undefined) event.preventDefault();
    take(one);
  }
}

body.addEventListener("input", ({ target, isTrusted }) => {
  if (!isTrusted || !target.matches("[data-suggests]")) return;
  clearTimeout(typing);
  if (!target.value.trim()) return close();
  typing = setTimeout(() => suggest(target), 180);
});
body.addEventListener("keydown", onKey, true);
body.addEventListener("focusin", ({ target }) => {
  if (open !== target) close();
  if (!target.matches("[data-suggests]")) return;
  target.role = "combobox";
  target.setAttribute("aria-autocomplete", "list");
  target.setAttribute("aria-haspopup", "listbox");
  if (!target.hasAttribute("aria-expanded")) target.setAttribute("aria-expanded", "false");
  target.setAttribute("aria-controls", list.id);
});
body.addEventListener("focusout", close);
list.addEventListener("mousedown", (event) => {
  event.preventDefault();
  const chosen = event.target.closest("[role=option]");
  if (chosen && open) take(chosen);
});
document.querySelector(".gridbox").addEventListener("scroll", close);
