// Saving without leaving the page: what is refused keeps every cell, and everything can still be undone.

import { commit, form, goTo, rows, tellOnce } from "./grid_table.js";
import { accept, goToClash, tellAll, token } from "./grid_said.js";

const refused = form.querySelector("[data-refused]");
let isBusy = false;

function refuse(text) {
  form.dataset.changed = "yes";
  refused.hidden = !text;
  refused.querySelector("h2").textContent = text;
}

async function save() {
  const sent = rows();
  const data = new FormData(form);
  data.set("csrfmiddlewaretoken", token());
  const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.redirected || answer?.status === 403) return refuse(form.dataset.textOut);
  if (!answer?.headers.get("Content-Type")?.includes("json")) return refuse(form.dataset.textUnsent);
  const said = await answer.json();
  if (said.url) return location.assign(said.url);
  if (said.rows.length === sent.length) sent.forEach((row, index) => { if (row.isConnected) accept(row, said.rows[index]); });
  refuse(said.refusal);
  if (said.note) tellOnce(said.note);
  tellAll();
  const wrong = form.querySelector("td [aria-invalid=true]");
  if (!goToClash() && wrong) goTo(wrong);
}

// The rows with what is wrong, as a file.
async function download(button) {
  const data = new FormData(form);
  data.set(button.name, button.value);
  data.set("csrfmiddlewaretoken", token());
  const answer = await fetch(form.action, { method: "POST", body: data }).catch(() => null);
  form.dataset.changed = "yes";
  const name = answer?.headers.get("Content-Disposition")?.match(/filename="(.+)"/)?.[1];
  if (!name) return tellOnce(answer?.redirected || answer?.status === 403 ? form.dataset.textOut : form.dataset.textUnsent);
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(await answer.blob()), download: name });
  link.click();
  return URL.revokeObjectURL(link.href);
}

form.addEventListener("submit", async (event) => {
  const isDownload = event.submitter?.name === "download";
  if (event.submitter?.name && !isDownload) return;
  event.preventDefault();
  if (isDownload) return download(event.submitter);
  if (document.activeElement?.matches("[data-cell]")) commit(document.activeElement);
  if (isBusy) return;
  isBusy = true;
  form.setAttribute("aria-busy", "true");
  await save();
  isBusy = false;
  form.removeAttribute("aria-busy");
});
