// select[data-search] becomes a field one types into.
//   data-url           asks the server as one types: GET ?q= answers {"results": [{"value", "text", "note"}]}
//   data-create-url    a missing one is added by its name: POST name answers 201 {"value", "text"}
//   data-create-dialog the id of components/add_dialog.html, for what needs more than a name
//   data-create-text   "Add" in words; data-none-text "Nothing found"
/* global TomSelect */

import { addInDialog } from "./add_dialog.js";

const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value;

function makeSearchable(select) {
  const { url, createUrl, createDialog, createText, noneText } = select.dataset;
  const words = document.body.dataset;
  const chooser = new TomSelect(select, {
    maxOptions: 200,
    hidePlaceholder: true,
    plugins: select.multiple ? ["remove_button"] : [],
    searchField: ["text", "note"],
    create: Boolean(createUrl || createDialog) && ((typed, done) => create(typed, done)),
    createFilter: (typed) => typed.trim().length > 1,
    load: url && ((typed, done) => find(url, typed).then(done, () => done())),
    shouldLoad: (typed) => typed.length > 1,
    render: {
      option: (data, escape) => `<div>${escape(data.text)}${data.note ? `<small>${escape(data.note)}</small>` : ""}</div>`,
      option_create: (data, escape) => `<div class="create">${escape(createText || words.textAdd)} „${escape(data.input)}“</div>`,
      no_results: () => `<div class="no-results">${noneText || words.textNone}</div>`,
    },
    onChange: () => select.dispatchEvent(new Event("change", { bubbles: true })),
  });
  describe(chooser, select);
  const create = createDialog
    ? (typed, done) => addInDialog(document.getElementById(createDialog), typed, done)
    : (typed, done) => addByName(createUrl, typed).then(done, () => done());
}

function describe(chooser, select) {
  for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
    if (select.hasAttribute(name)) chooser.control_input.setAttribute(name, select.getAttribute(name));
  }
  select.setAttribute("aria-hidden", "true");
  select.addEventListener("focus", () => chooser.focus());
}

async function find(url, typed) {
  const address = new URL(url, location.href);
  address.searchParams.set("q", typed);
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  return (await answer.json()).results;
}

async function addByName(url, name) {
  const body = new FormData();
  body.append("name", name.trim());
  const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token(), Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

document.querySelectorAll("select[data-search]").forEach(makeSearchable);
