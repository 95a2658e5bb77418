// The people of a group (mobility_add_group.html): a tick for a whole class, a filter by name, how many are chosen, and who
// is away in the typed days. Without a script a ticked class is the whole class all the same.

export function folded(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}

// Every word that was typed stands somewhere in the name or in the class.
export function fits(typed, name) {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  return words.every((word) => folded(name).includes(word));
}

function follow(list) {
  const people = [...list.querySelectorAll("input[name=participants]")];
  const classes = [...list.querySelectorAll("[data-class]")].map((box) => ({
    box,
    tick: box.querySelector("[data-class-tick]"),
    people: [...box.querySelectorAll("input[name=participants]")],
    details: box.querySelector("details"),
  }));
  const filter = list.querySelector("[data-people-filter]");
  const chosen = list.querySelector("[data-chosen] b");

  const show = () => {
    for (const { tick, people: own } of classes) {
      const ticked = own.filter((person) => person.checked).length;
      tick.checked = ticked === own.length;
      tick.indeterminate = ticked > 0 && ticked < own.length;
    }
    chosen.textContent = people.filter((person) => person.checked).length;
  };
  const narrow = (typed) => {
    for (const { box, people: own, details } of classes) {
      const found = own.filter((person) => {
        const row = person.closest("li");
        row.hidden = !fits(typed, `${row.querySelector("label").textContent} ${box.dataset.class}`);
        return !row.hidden;
      });
      box.hidden = found.length === 0;
      if (typed && found.length) details.open = true;
    }
  };
  for (const { tick, people: own } of classes) {
    if (tick.checked) own.forEach((person) => { person.checked = true; });
    tick.addEventListener("change", () => {
      own.filter((person) => !person.closest("li").hidden).forEach((person) => { person.checked = tick.checked; });
      show();
    });
    own.forEach((person) => person.addEventListener("change", show));
  }
  if (filter) {
    filter.hidden = false;
    const field = filter.querySelector("input");
    field.addEventListener("input", () => narrow(field.value));
    field.addEventListener("change", (event) => event.stopPropagation());
    field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }
  document.body.addEventListener("htmx:oobAfterSwap", () => {
    const away = new Map([...document.querySelectorAll("#away [data-person]")].map((row) => [row.dataset.person, row.textContent]));
    list.querySelectorAll("[data-away]").forEach((slot) => { slot.textContent = away.get(slot.dataset.away) ?? ""; });
  });
  window.addEventListener("pageshow", show);
  show();
}

document.querySelectorAll("[data-people]").forEach((list) => { if (list.querySelector("[data-chosen]")) follow(list); });
