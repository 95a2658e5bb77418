// What stands in a form, by the names of its fields: {name: [value]}; a name without a value was left empty.

const SKIPPED = new Set(["csrfmiddlewaretoken", "version"]);
const NO_FIELDS = new Set(["file", "submit", "button", "reset", "image"]);

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && !SKIPPED.has(field.name) && !NO_FIELDS.has(field.type));
}

export function entriesOf(form) {
  const data = new FormData(form);
  return Object.fromEntries(fieldsOf(form).map(({ name }) => [name, data.getAll(name)]));
}

// What the server put into the form, whatever was written since.
export function served(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return entriesOf(copy);
}

export function put(form, name, values) {
  for (const field of fieldsOf(form).filter((each) => each.name === name)) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.multiple) [...field.options].forEach((option) => { option.selected = values.includes(option.value); });
    else field.value = values[0] ?? "";
    field.tomselect?.sync();
  }
}

// The server trims texts and ends their lines in its own way.
const plain = (value) => value.replace(/\r\n?/g, "\n").trim();

export function same(ours = [], theirs = []) {
  const [left, right] = [ours, theirs].map((values) => values.map(plain).filter((value) => value !== ""));
  return left.length === right.length && left.every((value, place) => value === right[place]);
}
