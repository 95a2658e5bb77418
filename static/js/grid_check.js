// What the server says of the rows of the grid as one types, and what the cells may hold. See grid.js.

const form = document.querySelector("form[data-grid]");
const table = form.querySelector("[data-cells]");
const body = table.tBodies[0];
const list = document.getElementById("grid-list");
const here = form.querySelector("[data-here]");
const live = form.querySelector("[data-live]");
const DAY = 86_400_000;
const waiting = new Set();
let timer = 0;
let keys = 0;

const token = () => form.querySelector("[name=csrfmiddlewaretoken]").value;
const cell = (row, name) => row.querySelector(`[name="${name}"]`);

// ---- days ----

function moment(text) {
  const said = text.trim().match(/^(\d{1,2})[-/.]\s*(\d{1,2})[-/.]\s*(\d{4})\.?$/)?.slice(1).reverse() ?? text.trim().match(/^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?$/)?.slice(1);
  return said ? Date.UTC(said[0], said[1] - 1, said[2]) : NaN;
}

function countDays(row) {
  const days = (moment(cell(row, "end").value) - moment(cell(row, "start").value)) / DAY + 1;
  row.querySelector("[data-days]").textContent = days > 0 ? days : "";
}

// ---- checking ----

const isEmpty = (row) => !cell(row, "pk").value && [...row.querySelectorAll("[data-cell]")].every((each) => !each.value.trim());

// Rows of the same person are judged together.
function together(rows) {
  const people = new Set(rows.map((row) => cell(row, "participant").value.trim().toLowerCase()));
  return [...body.rows].filter((row) => rows.includes(row) || people.has(cell(row, "participant").value.trim().toLowerCase())).filter((row) => !isEmpty(row));
}

function packed(row) {
  row.dataset.key ||= `r${keys += 1}`;
  const values = { key: row.dataset.key, pk: cell(row, "pk").value, version: cell(row, "version").value };
  row.querySelectorAll("[data-cell]").forEach((each) => { values[each.name] = each.value; });
  return values;
}

async function check() {
  const changed = [...waiting].filter((row) => row.isConnected);
  waiting.clear();
  changed.filter(isEmpty).forEach((row) => show(row, { state: "empty", errors: [], remarks: [] }));
  const sent = together(changed.filter((row) => !isEmpty(row)));
  if (!sent.length) return form.dispatchEvent(new Event("grid:checked"));
  const asked = sent.map((row) => ({ row, values: packed(row), text: JSON.stringify(packed(row)) }));
  try {
    const answer = await fetch(form.dataset.check, {
      method: "POST",
      body: JSON.stringify({ rows: asked.map(({ values }) => values) }),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    });
    if (!answer.ok) throw new Error(answer.statusText);
    const found = new Map((await answer.json()).rows.map((said) => [said.key, said]));
    asked.forEach(({ row, text, values }) => { if (JSON.stringify(packed(row)) === text) show(row, found.get(values.key)); });
  } catch {
    live.textContent = form.dataset.textOffline;
  }
  return form.dispatchEvent(new Event("grid:checked"));
}

function show(row, said) {
  row.dataset.state = said.state;
  const word = form.querySelector(`template[data-word="${said.state}"]`);
  row.querySelector("[data-state-word]").replaceChildren(word.content.cloneNode(true));
  const items = [...said.errors.map((error) => item(`${error.label}: ${error.text}`, error.column)), ...said.remarks.map((text) => item(text))];
  row.querySelector("[data-said] ul").replaceChildren(...items);
  const wrong = new Map(said.errors.map((error) => [error.column, error.text]));
  row.querySelectorAll("[data-cell]").forEach((each) => markWrong(each, wrong.get(each.name)));
  if (row.contains(document.activeElement)) tell(document.activeElement);
}

function item(text, column = "") {
  const line = document.createElement("li");
  line.textContent = text;
  if (column) {
    line.className = "bad";
    line.dataset.of = column;
  }
  return line;
}

function markWrong(each, text) {
  if (text) each.setAttribute("aria-invalid", "true");
  else each.removeAttribute("aria-invalid");
}

// The finding about the cell one is in, in sight and read out.
function tell(each) {
  const line = each.matches?.("[data-cell]") && each.closest("tr").querySelector(`[data-of="${each.name}"]`);
  here.textContent = line ? line.textContent : "";
  body.querySelectorAll("[aria-describedby]").forEach((other) => other.removeAttribute("aria-describedby"));
  document.getElementById("grid-said")?.removeAttribute("id");
  if (!line) return;
  line.id = "grid-said";
  each.setAttribute("aria-describedby", "grid-said");
}

form.addEventListener("grid:changed", ({ detail }) => {
  detail.rows.forEach((row) => { waiting.add(row); countDays(row); });
  clearTimeout(timer);
  timer = setTimeout(check, 350);
});
body.addEventListener("focusin", ({ target }) => tell(target));

// ---- suggestions: a listbox below the cell ----

let open = null; // the cell it belongs to
let chosen = -1;
let asking = 0;

async function suggest(each) {
  const mine = asking += 1;
  const address = new URL(form.dataset.suggest, location.href);
  address.searchParams.set("column", each.name);
  address.searchParams.set("q", each.value);
  address.searchParams.set("project", cell(each.closest("tr"), "project").value);
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || mine !== asking || document.activeElement !== each) return;
  const { results } = await answer.json();
  if (mine !== asking) return;
  const news = results.filter(({ value }) => value !== each.value);
  if (!news.length) return close();
  fill(each, news);
}

function fill(each, results) {
  open = each;
  chosen = -1;
  list.replaceChildren(...results.map(({ value, note }, index) => {
    const option = document.createElement("li");
    option.id = `grid-option-${index}`;
    option.role = "option";
    option.setAttribute("aria-selected", "false");
    option.dataset.value = value;
    option.textContent = value;
    const small = document.createElement("small");
    small.textContent = note;
    option.append(small);
    return option;
  }));
  list.hidden = false;
  each.setAttribute("aria-expanded", "true");
  each.setAttribute("aria-controls", list.id);
  put(each);
  live.textContent = `${form.dataset.textFound} ${results.length}`;
}

function put(each) {
  const box = each.getBoundingClientRect();
  list.style.insetInlineStart = `${Math.max(8, Math.min(box.left, innerWidth - list.offsetWidth - 8))}px`;
  const below = innerHeight - box.bottom;
  list.style.insetBlockStart = below > list.offsetHeight || below > box.top ? `${box.bottom + 2}px` : `${box.top - list.offsetHeight - 2}px`;
}

function close() {
  if (!open) return;
  open.setAttribute("aria-expanded", "false");
  open.removeAttribute("aria-activedescendant");
  list.hidden = true;
  open = null;
}

function point(index) {
  const options = [...list.children];
  chosen = (index + options.length) % options.length;
  options.forEach((option, at) => option.setAttribute("aria-selected", at === chosen));
  options[chosen].scrollIntoView({ block: "nearest" });
  open.setAttribute("aria-activedescendant", options[chosen].id);
}

function take(option) {
  const each = open;
  each.value = option.dataset.value;
  close();
  each.dispatchEvent(new Event("input", { bubbles: true }));
  close();
}

function listKey(event) {
  if (!open || event.target !== open || event.ctrlKey || event.metaKey) return;
  const ways = { ArrowDown: () => point(chosen + 1), ArrowUp: () => point(chosen - 1 - (chosen < 0)), Escape: close };
  if (event.key === "Enter" && chosen >= 0) ways.Enter = () => take(list.children[chosen]);
  if (event.key === "Tab" && chosen >= 0) take(list.children[chosen]);
  if (event.key === "Enter" && chosen < 0) close();
  if (!ways[event.key] || event.shiftKey) return;
  event.preventDefault();
  ways[event.key]();
}

let typing = 0;
let taken = null;
body.addEventListener("input", ({ target, isTrusted }) => {
  if (!isTrusted || !target.matches("[data-suggests]")) return;
  clearTimeout(typing);
  if (!target.value.trim()) return close();
  typing = setTimeout(() => suggest(target), 180);
});
body.addEventListener("keydown", listKey, true);
body.addEventListener("keydown", (event) => {
  if (event.altKey && event.key === "ArrowDown" && event.target.matches("[data-suggests]")) {
    event.preventDefault();
    suggest(event.target);
  }
}, true);
body.addEventListener("focusin", ({ target }) => {
  if (taken !== target) close();
  if (!target.matches("[data-suggests]")) return;
  taken = target;
  target.role = "combobox";
  target.setAttribute("aria-autocomplete", "list");
  target.setAttribute("aria-haspopup", "listbox");
  if (!target.hasAttribute("aria-expanded")) target.setAttribute("aria-expanded", "false");
  target.setAttribute("aria-controls", list.id);
});
body.addEventListener("focusout", close);
list.addEventListener("mousedown", (event) => {
  event.preventDefault();
  const option = event.target.closest("[role=option]");
  if (option && open) take(option);
});
document.querySelector(".gridbox").addEventListener("scroll", close);
