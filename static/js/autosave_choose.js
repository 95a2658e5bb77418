// Two devices answered the same question: both answers are shown and the writer chooses, question by question.
// The words stand in template[data-autosave-conflict] and template[data-autosave-question] of the form.

function labelOf(field) {
  return field.labels?.[0]?.textContent.trim() ?? "";
}

export function nameOf(form, name) {
  const field = [...form.elements].find((each) => each.name === name);
  const legend = document.getElementById(`div_id_${name}`)?.querySelector("legend");
  return (legend?.textContent ?? labelOf(field)).replace("*", "").trim();
}

// Values as they are read on the page: the words of what can be chosen.
function said(form, name, values) {
  const fields = [...form.elements].filter((each) => each.name === name);
  const words = values.filter(Boolean).map((value) => {
    const ticked = fields.find((each) => ["radio", "checkbox"].includes(each.type) && each.value === value);
    if (ticked) return fields.length > 1 ? labelOf(ticked) : "✓";
    const option = fields[0]?.options && [...fields[0].options].find((each) => each.value === value);
    return option ? option.textContent : value;
  });
  return words.join(", ") || "–";
}

function question(form, { name, mine, theirs }) {
  const row = form.querySelector("[data-autosave-question]").content.cloneNode(true);
  const [ours, others] = row.querySelectorAll("[data-value]");
  row.querySelector("legend").textContent = nameOf(form, name);
  ours.textContent = said(form, name, mine);
  others.textContent = said(form, name, theirs);
  row.querySelectorAll("input").forEach((input) => {
    input.name = `choice-${name}`;
    input.id = `choice-${name}-${input.value}`;
    input.nextElementSibling.htmlFor = input.id;
  });
  const isText = [...form.elements].some((each) => each.name === name && each.tagName === "TEXTAREA");
  if (!isText || !theirs.join("") || !mine.join("")) row.querySelector("[data-both]").remove();
  return row;
}

// Answers {name: [value]} of every question in `conflicts` once the writer has chosen.
export function choose(form, conflicts) {
  const content = form.querySelector("[data-autosave-conflict]").content.cloneNode(true);
  const dialog = content.querySelector("dialog");
  const rows = dialog.querySelector("[data-conflicts]");
  rows.append(...conflicts.map((conflict) => question(form, conflict)));
  document.body.append(dialog);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.querySelector("[data-settle]").addEventListener("click", () => {
      const chosen = conflicts.map(({ name, mine, theirs }) => {
        const choice = dialog.querySelector(`[name="choice-${name}"]:checked`).value;
        return [name, { mine, theirs, both: [`${mine[0]}\n\n${theirs[0]}`] }[choice]];
      });
      dialog.close();
      dialog.remove();
      resolve(Object.fromEntries(chosen));
    });
  });
}
