// components/add_dialog.html: adds a missing host or person without leaving the page.

// `done` gets {value, text} of what was added, or nothing. `fill` sets what is known beforehand.
export function addInDialog(dialog, typed, done, fill = () => {}) {
  const form = dialog.querySelector("form");
  let added;
  const submit = async (event) => {
    if (event.submitter?.formNoValidate) return;
    event.preventDefault();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    if (answer.status === 201) {
      added = await answer.json();
      dialog.close();
    } else {
      form.querySelector("[data-dialog-body]").innerHTML = await answer.text();
      form.querySelector("[aria-invalid=true]")?.focus();
    }
  };
  form.addEventListener("submit", submit);
  dialog.addEventListener("close", () => {
    form.removeEventListener("submit", submit);
    form.reset();
    done(added);
  }, { once: true });
  dialog.showModal();
  const name = form.querySelector("[data-dialog-body] input:not([type=hidden])");
  name.value = typed.trim();
  fill(form);
  name.focus();
}
