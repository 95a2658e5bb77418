// components/add_dialog.html: adds a missing host or person without leaving the page.

// `done` gets {value, text} of what was added, or nothing. `fill` sets what is known beforehand.
export async function addInDialog(dialog, typed, done, fill = () => {}) {
  const form = dialog.querySelector("form");
  const fields = form.querySelector("[data-dialog-body]");
  const isAsked = !fields.childElementCount;
  if (isAsked) fields.innerHTML = await (await fetch(form.action)).text();
  let added;
  const submit = async (event) => {
    if (event.submitter?.formNoValidate) return;
    event.preventDefault();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    if (answer.status === 201) {
      added = await answer.json();
      dialog.close();
    } else {
      fields.innerHTML = await answer.text();
      form.querySelector("[aria-invalid=true]")?.focus();
    }
  };
  form.addEventListener("submit", submit);
  dialog.addEventListener("close", () => {
    form.removeEventListener("submit", submit);
    form.reset();
    if (isAsked) fields.replaceChildren();
    done(added);
  }, { once: true });
  dialog.showModal();
  const name = fields.querySelector("input:not([type=hidden])");
  const last = fields.querySelector("[name$=last_name]");
  const words = typed.trim().split(/\s+/);
  if (last && words.length > 1) last.value = words.pop();
  name.value = words.join(" ");
  fill(form);
  (last && !last.value ? last : name).focus();
}
