// The live screen: findings are taken, corrected and undone in place; those of others appear within two seconds.

import { askForDecision, makeQueue } from "./live_queue.js";

const live = document.querySelector("[data-live]");
const entry = document.querySelector("[data-entry]");
const editor = document.querySelector("[data-editor]");
const said = document.querySelector("[data-said]");
const EVERY = 1500;
const PATIENCE = 15000;
const TIES = ["host", "mobility", "qualification", "country", "project"];
const undone = []; // functions that take the last deeds back
let { stamp } = live.dataset;
let looking = false;
let isOver = false; // closed or deleted
let isGone = false; // deleted: there is nothing to ask any more
let deeds = 0; // of one's own; what was asked before the last of them is out of date

const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;
const item = (id) => document.getElementById(`finding-${id}`);
const say = (text) => { said.textContent = text ?? ""; };

function sayAway() {
  say(queue?.length ? live.dataset.textUnsent : live.dataset.textAway);
}

function connected() {
  live.querySelectorAll("[data-said], .live-error").forEach((place) => {
    if ([live.dataset.textAway, live.dataset.textUnsent].includes(place.textContent)) place.textContent = "";
  });
}

async function send(address, fields) {
  const body = new FormData();
  Object.entries(fields).forEach(([name, value]) => body.append(name, value));
  let answer;
  try {
    const headers = { "X-CSRFToken": token(), Accept: "application/json" };
    answer = await fetch(address, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    return { status: 0, isAway: true, message: live.dataset.textAway };
  }
  deeds += 1;
  if (answer.status === 404) {
    vanish();
    return { status: 404, message: live.dataset.textGone };
  }
  if (answer.headers.get("Content-Type")?.includes("json")) {
    const told = await answer.json();
    if (told.closed) close();
    return { status: answer.status, ...told };
  }
  if (answer.status === 500) return { status: 500, message: live.dataset.textFailed };
  if (answer.redirected || answer.status < 500) return { status: 0, message: live.dataset.textOut };
  return { status: 0, isAway: true, message: live.dataset.textAway };
}

const complaint = (answer) => answer.message ?? Object.values(answer.errors ?? {}).flat().map(({ message }) => message).join(" ");

// ---- the columns ----

function made(html) {
  const box = document.createElement("template");
  box.innerHTML = html.trim();
  return box.content.firstElementChild;
}

function put(finding) {
  const before = item(finding.id);
  const now = made(finding.html);
  if (before?.querySelector("form")) return; // somebody is writing in it; on leaving the form all is asked anew
  const column = document.querySelector(`[data-column="${finding.kind}"]`);
  if (before && before.parentElement === column) {
    if (before.dataset.version !== now.dataset.version) before.replaceWith(now);
  } else {
    before?.remove();
    column.prepend(now);
    now.classList.add("new");
    setTimeout(() => now.classList.remove("new"), 3000);
  }
  count();
}

// As on everybody else's screen.
function order(findings) {
  document.querySelectorAll("[data-column]").forEach((column) => {
    const rows = findings.map(({ id }) => item(id)).filter((row) => row?.parentElement === column);
    rows.forEach((row, place) => { if (column.children[place] !== row) column.insertBefore(row, column.children[place]); });
  });
}

function count() {
  document.querySelectorAll("[data-count]").forEach((place) => {
    place.textContent = document.querySelector(`[data-column="${place.dataset.count}"]`).children.length;
  });
  const proposed = document.querySelector("[data-proposed]");
  if (!proposed) return;
  const asides = document.querySelectorAll("[data-asides] > li").length;
  proposed.textContent = document.querySelectorAll("[data-proposals] > [data-proposal]").length;
  document.querySelector("[data-asided]").textContent = asides;
  document.querySelector("[data-asides-part]").hidden = asides === 0;
}

function offer(list, proposals) {
  const rows = new Map([...list.querySelectorAll("[data-proposal]")].map((row) => [row.dataset.proposal, row]));
  const kept = new Set(proposals.map(({ key }) => key));
  rows.forEach((row, key) => { if (!kept.has(key)) row.remove(); });
  proposals.forEach(({ key, html }, place) => {
    const row = rows.get(key) ?? made(html);
    row.querySelector("small").replaceWith(made(html).querySelector("small"));
    if (list.children[place] !== row) list.insertBefore(row, list.children[place]);
  });
}

// What cannot be done while it is closed, or any more; texts can still be read and copied.
function freeze(isFrozen) {
  isOver = isFrozen;
  document.querySelectorAll("[data-while-open]").forEach((part) => { part.hidden = isFrozen; });
  live.querySelectorAll("button, input, select").forEach((part) => {
    if (part.matches("[name=text], [name=owner]")) part.readOnly = isFrozen;
    else part.disabled = isFrozen;
    if (isFrozen) part.tomselect?.disable();
    else part.tomselect?.enable();
  });
  if (!entry) return;
  queue.halt(isFrozen);
  if (isFrozen) return;
  [entry, ...live.querySelectorAll(".live-editor")].forEach(askForDecision);
  entry.querySelector("[data-undo]").disabled = undone.length === 0;
}

const writing = () => [...document.querySelectorAll("[data-column] form")];
const isWriting = () => writing().length > 0 || Boolean(entry && (queue.length || field("text").value.trim()));

// In the entry, which stays in view, and where somebody corrects; whoever only looks on reads it below.
function sayEverywhere(text) {
  const places = entry ? live.querySelectorAll("[data-error], [data-column] .live-error") : [said];
  places.forEach((place) => { place.textContent = text; });
}

function end(text, kept) {
  freeze(true);
  say("");
  sayEverywhere(isWriting() ? `${text} ${kept}` : text);
}

function close() {
  if (!isWriting()) { location.assign(live.dataset.record); return; }
  writing().forEach((form) => draft.keep(form));
  end(live.dataset.textClosed, live.dataset.textKept);
}

function vanish() {
  isGone = true;
  document.querySelector("[data-state]").textContent = "";
  end(live.dataset.textGone, live.dataset.textCopy);
}

function accept({ findings, totals, proposals, asides, closed, state }) {
  document.querySelector("[data-state]").innerHTML = state;
  if (closed) { close(); return; }
  if (isOver) {
    freeze(false);
    sayEverywhere("");
  }
  const kept = new Set(findings.map(({ id }) => String(id)));
  document.querySelectorAll("[data-column] > li").forEach((row) => {
    if (!kept.has(row.dataset.id) && !row.querySelector("form")) row.remove();
  });
  [...findings].reverse().forEach(put);
  order(findings);
  if (proposals) {
    offer(document.querySelector("[data-proposals]"), proposals);
    offer(document.querySelector("[data-asides]"), asides);
  }
  document.querySelectorAll("[data-total]").forEach((place) => { place.textContent = totals[place.dataset.total]; });
  count();
}

async function look() {
  if (looking || isGone) return;
  looking = true;
  const before = deeds;
  try {
    const asked = { headers: { "If-None-Match": stamp }, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
    const answer = await fetch(live.dataset.feed, asked);
    if (answer.ok && !answer.redirected) {
      const state = await answer.json();
      if (before === deeds) {
        accept(state);
        stamp = answer.headers.get("ETag") ?? stamp;
      }
    }
    if ((answer.ok || answer.status === 304) && !answer.redirected) connected();
    if (answer.status === 404) vanish();
  } catch {
    sayAway();
  }
  looking = false;
}

setInterval(() => { if (!document.hidden) look(); }, EVERY);
document.addEventListener("visibilitychange", look);
addEventListener("online", () => { connected(); look(); });
addEventListener("offline", sayAway);

// ---- taking back ----

function remember(back) {
  undone.push(back);
  entry.querySelector("[data-undo]").disabled = false;
}

async function takeBack() {
  const back = undone.pop();
  if (!back) return;
  entry.querySelector("[data-undo]").disabled = undone.length === 0;
  const answer = await back();
  say(answer.status >= 200 && answer.status < 300 ? live.dataset.textUndone : complaint(answer));
  look();
}

const removal = (id) => async () => {
  const row = item(id);
  const answer = await send(`${live.dataset.base}${id}/delete/`, { version: row?.dataset.version ?? "0" });
  if (answer.status === 200) row?.remove();
  return answer;
};

const valuesOf = ({ dataset: { kind, text, owner, due, source, ties } }) => {
  const [host, mobility, qualification, country, project, session] = ties.split("|");
  return { kind, text, owner, due, source, host, mobility, qualification, country, project, session };
};

const comeback = ({ source, ...values }) => async () => {
  const answer = source ? await send(live.dataset.take, { key: source, session: values.session }) : await send(live.dataset.add, values);
  if (answer.status === 201) put(answer);
  return answer;
};

// ---- the quick entry ----

const field = (name) => entry.elements[name];
const chosen = (name) => field(name).tomselect?.getValue() ?? field(name).value;

function choose(name, value, text) {
  const { tomselect } = field(name);
  if (!tomselect) { field(name).value = value; return; }
  if (value && text && !tomselect.options[value]) tomselect.addOption({ value: String(value), text });
  tomselect.setValue(value ? String(value) : "", true);
}

function showTies() {
  const words = TIES.map((name) => {
    const value = chosen(name);
    return value ? field(name).tomselect?.options[value]?.text ?? field(name).selectedOptions[0]?.text : "";
  });
  entry.querySelector("[data-tied]").textContent = words.filter(Boolean).join(" · ");
}

const queue = entry && makeQueue({
  list: document.querySelector("[data-waiting]"),
  editor,
  send: (fields) => send(live.dataset.add, fields),
  isSaved: ({ status }) => status === 200 || status === 201,
  complaint,
  whenSaved(answer) { put(answer); say(live.dataset.textSaved); },
  whenAway: ({ isAway, message }) => (isAway ? sayAway() : say(message)),
  whenDropped: ({ sent_as: _before, ...fields }) => remember(async () => { enqueue(fields); return { status: 200 }; }),
});

function enqueue(fields) {
  const takenOut = queue.add(fields);
  remember(async () => {
    const id = await takenOut();
    return id ? removal(id)() : { status: 200 };
  });
}

// What a decision still needs; the server asks the same.
const lacking = () => field("kind").value === "decision" && ["owner", "due"].find((name) => !field(name).value.trim());

// What is typed and not added yet outlives a reload and the way to another session; a correction the closing.
const draft = {
  name: ({ dataset }) => (dataset.id ? `${entry.dataset.draft}:${dataset.id}` : entry.dataset.draft),
  keep(form) {
    const { kind, text, owner, due } = form.elements;
    const decided = kind.value === "decision" ? { owner: owner.value, due: due.value } : {};
    const typed = { kind: kind.value, text: text.value, ...decided };
    localStorage.setItem(this.name(form), JSON.stringify(typed));
  },
  forget(form) { localStorage.removeItem(this.name(form)); },
  restore() {
    const typed = JSON.parse(localStorage.getItem(this.name(entry)) ?? "{}");
    if (typed.text) Object.entries(typed).forEach(([name, value]) => { field(name).value = value; });
  },
};

// Taken at once: what is typed from here on is the next one.
function add(event) {
  event.preventDefault();
  const text = field("text");
  if (!text.value.trim()) return;
  const missing = lacking();
  entry.querySelector("[data-error]").textContent = missing ? live.dataset[missing] : "";
  (missing ? field(missing) : text).focus();
  if (missing) return;
  const { csrfmiddlewaretoken: _token, ...fields } = Object.fromEntries(new FormData(entry));
  enqueue(fields);
  text.value = "";
  draft.forget(entry);
}

// A sign and a space at the beginning choose the kind; a sign alone, as in "-20 °C", is text.
function typed({ target }) {
  const text = field("text");
  const [, sign, rest] = text.value.match(/^(\S) (.*)$/) ?? [];
  const wanted = target === text && sign && entry.querySelector(`[data-sign="${CSS.escape(sign)}"]`);
  if (wanted) {
    wanted.checked = true;
    text.value = rest;
    askForDecision(entry);
  }
  if (text.value) draft.keep(entry);
  else draft.forget(entry);
}

function keys(event) {
  if (event.target !== field("text") || event.target.value || event.altKey) return;
  if (!(event.ctrlKey || event.metaKey) || event.key !== "z") return;
  event.preventDefault();
  if (!isOver) takeBack();
}

// Unfolded, the entry does not stick; what is chosen folds to one line on coming back to the text.
function prepareFolding(details) {
  field("text").addEventListener("focus", () => {
    if (TIES.some(chosen)) details.open = false;
  });
  details.addEventListener("toggle", () => {
    if (details.open) entry.querySelector(".live-bar").scrollIntoView({ block: "nearest" });
  });
}

function prepareEntry() {
  const ties = JSON.parse(document.getElementById("live-ties").textContent);
  entry.addEventListener("submit", add);
  entry.addEventListener("keydown", keys);
  entry.addEventListener("input", typed);
  entry.addEventListener("change", ({ target }) => {
    const common = target.name === "mobility" && ties[chosen("mobility")];
    if (common) Object.entries(common).forEach(([name, value]) => choose(name, ...(value ?? [""])));
    if (["kind", "mobility"].includes(target.name)) field("text").focus();
    askForDecision(entry);
    showTies();
  });
  entry.querySelector("[data-undo]").addEventListener("click", takeBack);
  entry.querySelector("[data-untie]").addEventListener("click", () => { TIES.forEach((name) => choose(name, "")); showTies(); });
  prepareFolding(entry.querySelector("details"));
  draft.restore();
  askForDecision(entry);
  setTimeout(showTies, 0);
  field("text").focus({ preventScroll: true });
}

// ---- correcting in place ----

function edit(row) {
  const before = valuesOf(row);
  const inner = row.innerHTML;
  const form = editor.content.firstElementChild.cloneNode(true);
  let { version } = row.dataset;
  form.dataset.id = row.dataset.id;
  ["kind", "text", "owner", "due"].forEach((name) => { form.elements[name].value = before[name]; });
  const refuse = (text) => {
    form.querySelector(".live-error").textContent = text;
    row.scrollIntoView({ block: "nearest" });
  };
  const leave = () => { draft.forget(form); row.innerHTML = inner; row.querySelector("[data-edit]").focus(); stamp = ""; look(); };
  form.addEventListener("change", () => askForDecision(form));
  form.addEventListener("keydown", (event) => { if (event.key === "Escape" && !isOver) leave(); });
  form.querySelector("[data-cancel]").addEventListener("click", leave);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const address = `${live.dataset.base}${row.dataset.id}/`;
    const answer = await send(address, { ...Object.fromEntries(new FormData(form)), version });
    if (answer.status === 200) {
      draft.forget(form);
      row.innerHTML = "";
      put(answer);
      item(answer.id).querySelector("[data-edit]").focus();
      say(live.dataset.textSaved);
      remember(async () => {
        const back = await send(address, { kind: before.kind, text: before.text, owner: before.owner, due: before.due, version: item(answer.id)?.dataset.version ?? "0" });
        if (back.status === 200) put(back);
        return back;
      });
      return;
    }
    if (answer.status === 409 && answer.version !== undefined) {
      version = answer.version;
      const theirs = made(answer.html).dataset.text;
      refuse(`${answer.message} „${theirs}“`);
      return;
    }
    refuse(complaint(answer));
  });
  row.replaceChildren(form);
  askForDecision(form);
  form.elements.text.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

async function erase(row) {
  const values = valuesOf(row);
  const answer = await removal(row.dataset.id)();
  if (answer.status !== 200) { say(complaint(answer)); look(); return; }
  say(live.dataset.textDeleted);
  remember(comeback(values));
  count();
  field("text").focus({ preventScroll: true });
}

// ---- proposals ----

async function propose(row, key, aside) {
  if (row.dataset.sent) return; // a second click
  row.dataset.sent = "1";
  const next = row.nextElementSibling ?? row.previousElementSibling;
  const answer = await send(aside ? live.dataset.aside : live.dataset.take, { key, session: live.dataset.session });
  if (answer.status >= 400 || !answer.status) {
    delete row.dataset.sent;
    say(complaint(answer));
    look();
    return;
  }
  row.remove();
  if (aside) look();
  say(aside ? live.dataset.textAside : live.dataset.textSaved);
  if (aside) {
    remember(() => send(live.dataset.aside, { key, again: "1" }));
  } else {
    put(answer);
    remember(removal(answer.id));
  }
  count();
  (next?.querySelector("[data-take-key]") ?? field("text")).focus();
}

async function proposeAgain(row, key) {
  const answer = await send(live.dataset.aside, { key, again: "1" });
  if (answer.status !== 200) { say(complaint(answer)); return; }
  row.remove();
  say(live.dataset.textUndone);
  count();
  look();
  (document.querySelector("[data-again-key]") ?? field("text")).focus();
}

live.addEventListener("click", ({ target }) => {
  const row = target.closest("[data-column] > li");
  if (row && target.closest("[data-edit]")) edit(row);
  if (row && target.closest("[data-delete]")) erase(row);
  const proposal = target.closest("[data-proposal]");
  if (proposal && target.closest("[data-take-key]")) propose(proposal, proposal.dataset.proposal, false);
  if (proposal && target.closest("[data-aside-key]")) propose(proposal, proposal.dataset.proposal, true);
  if (proposal && target.closest("[data-again-key]")) proposeAgain(proposal, proposal.dataset.proposal);
});

if (entry) prepareEntry();
