// What every page does: keys, school year, confirmation, ticks, lists by keyboard, unsaved changes, open tab.

const typing = (element) => element.closest("input, textarea, select, [contenteditable], .ts-wrapper");

function submitYearAtOnce() {
  document.querySelectorAll("form[data-autosubmit]").forEach((form) => form.addEventListener("change", () => form.requestSubmit()));
}

function focusErrors() {
  document.querySelector("[data-errors]")?.focus();
}

function closeMenus() {
  document.addEventListener("click", ({ target }) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// The browser's own button speaks its language, not the page's.
function speakOfFiles() {
  document.querySelectorAll("input[type=file].form-control").forEach((input) => {
    const button = document.createElement("label");
    const names = document.createElement("span");
    button.className = "btn btn-outline-secondary";
    button.htmlFor = input.id;
    button.textContent = input.multiple ? document.body.dataset.textFiles : document.body.dataset.textFile;
    names.className = "quiet";
    names.setAttribute("role", "status");
    input.classList.replace("form-control", "visually-hidden");
    const line = document.createElement("div");
    line.className = "file-line";
    line.append(button, names);
    input.after(line);
    input.addEventListener("change", () => {
      names.textContent = [...input.files].map((file) => file.name).join(", ");
    });
  });
}

function fillSuggestions() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-fill]");
    if (!button) return;
    const field = document.getElementById(button.dataset.fill);
    field.value = button.dataset.fillValue;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
}

// ---- confirmation ----

function ask(question, yes) {
  const dialog = document.getElementById("confirm");
  const button = dialog.querySelector("[value=yes]");
  dialog.querySelector("#confirm-question").textContent = question;
  button.textContent = yes || button.dataset.yes;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

function confirmFirst() {
  let confirmed = null;
  document.addEventListener("click", async (event) => {
    const source = event.target.closest("[data-confirm]");
    if (!source || source === confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await ask(source.dataset.confirm, source.dataset.confirmYes))) return;
    confirmed = source;
    source.click();
    confirmed = null;
  }, true);
}

// ---- ticks ----

function followTicks() {
  const ticks = [...document.querySelectorAll("input[data-tick]")];
  const together = ticks.filter((tick) => tick.dataset.tick !== "alone");
  const all = document.querySelector("input[data-tick-all]");
  const bulk = document.querySelector("[data-bulk]");
  const show = () => {
    const ticked = ticks.filter((tick) => tick.checked);
    ticks.forEach((tick) => tick.closest("tr").classList.toggle("on", tick.checked));
    if (all) {
      all.checked = together.length > 0 && together.every((tick) => tick.checked);
      all.indeterminate = ticked.length > 0 && !all.checked;
    }
    if (bulk) {
      bulk.hidden = ticked.length === 0;
      bulk.querySelector("[data-bulk-count]").textContent = `: ${ticked.length}`;
    }
  };
  all?.addEventListener("change", () => {
    together.forEach((tick) => { tick.checked = all.checked; });
    show();
  });
  ticks.forEach((tick) => {
    tick.addEventListener("change", show);
    tick.closest("td")?.addEventListener("click", ({ target, currentTarget }) => { if (target === currentTarget) tick.click(); });
  });
  window.addEventListener("pageshow", show);
  show();
}

// ---- keys: / search, n new, and in a list j k Enter x ----

function listKeys() {
  const rows = [...document.querySelectorAll("table[data-list] tbody tr")];
  let here = -1;
  const go = (step) => {
    if (!rows.length) return;
    rows[here]?.classList.remove("here");
    here = Math.min(Math.max(here + step, 0), rows.length - 1);
    rows[here].classList.add("here");
    const link = rows[here].querySelector("a");
    link?.focus({ preventScroll: true });
    rows[here].scrollIntoView({ block: "nearest" });
  };
  const actions = {
    j: () => go(1),
    k: () => go(-1),
    x: () => rows[here]?.querySelector("input[data-tick]")?.click(),
    Enter: () => rows[here]?.querySelector("a")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && event.target !== document.body) return;
    const target = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === event.key);
    const action = target ? () => press(target) : rows.length && actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}

function press(element) {
  if (element.matches("input")) {
    element.focus();
    element.select();
  } else {
    element.click();
  }
}

// ---- unsaved changes: form[data-guard]. Without a connection it is not sent: the browser's own page would take its place ----

function guardChanges() {
  document.querySelectorAll("form[data-guard]").forEach((form) => {
    form.addEventListener("input", () => { form.dataset.changed = "yes"; });
    form.addEventListener("submit", (event) => {
      const isAway = !navigator.onLine && !form.dataset.autosaveUrl; // static/js/autosave.js keeps what is written itself
      sayAway(form, isAway);
      if (isAway) event.preventDefault();
      else delete form.dataset.changed;
    });
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-guard][data-changed]")) event.preventDefault();
  });
}

function sayAway(form, isAway) {
  form.querySelector("[data-away]")?.remove();
  if (!isAway) return;
  const said = document.createElement("p");
  said.className = "st stop";
  said.dataset.away = "";
  said.setAttribute("role", "alert");
  (form.querySelector(".savebar") ?? form).prepend(said);
  said.textContent = document.body.dataset.textAway;
  window.addEventListener("online", () => said.remove(), { once: true });
}

// ---- a field rendered anew by the server keeps what was chosen while the answer was on its way ----

function keepChoices() {
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const before = detail.target.querySelector("select");
    if (!before) return;
    const chosen = before.value;
    document.addEventListener("htmx:afterSwap", () => {
      const after = document.getElementById(before.id);
      if (after && [...after.options].some((option) => option.value === chosen)) after.value = chosen;
    }, { once: true });
  });
}

// ---- links to be passed on: a[data-copy] without a script simply opens ----

function copyLinks() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-copy]");
    if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    await navigator.clipboard.writeText(link.href);
    const words = link.querySelector("[aria-live]");
    const before = words.textContent;
    words.textContent = link.dataset.copied;
    setTimeout(() => { words.textContent = before; }, 2000);
  });
}

// ---- filters: the address says only what was filled in; of nothing, that everything is wanted ----

function leaveEmptyFiltersOut() {
  document.querySelectorAll("form.filter").forEach((form) => form.addEventListener("formdata", ({ formData }) => {
    [...new Set(formData.keys())].forEach((name) => {
      const values = formData.getAll(name).filter((value) => value !== "");
      formData.delete(name);
      values.forEach((value) => formData.append(name, value));
    });
    if (form.getAttribute("role") === "search" && ![...formData.keys()].length) formData.set("view", "all");
  }));
}

// ---- tabs: the one that is open is in sight ----

function showOpenTab() {
  document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest", behavior: "instant" });
}

submitYearAtOnce();
copyLinks();
leaveEmptyFiltersOut();
keepChoices();
showOpenTab();
focusErrors();
speakOfFiles();
closeMenus();
fillSuggestions();
confirmFirst();
followTicks();
listKeys();
guardChanges();
