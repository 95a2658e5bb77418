// A button that fills in a field: <button data-choose="host" data-value="7" data-text="Nordkai"> chooses in the select
// of that name, made searchable or not, and the form hears of it.

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button[data-choose]");
  const select = button?.form?.elements[button.dataset.choose];
  if (!select) return;
  const { value, text } = button.dataset;
  if (select.tomselect) {
    select.tomselect.addOption({ value, text });
    select.tomselect.setValue(value);
    focusClosed(select.tomselect);
    return;
  }
  if (![...select.options].some((option) => option.value === value)) select.add(new Option(text, value));
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  select.focus();
});

// A searchable select opens its list when it is focused, and again when its options have come: here only once somebody
// touches it or types.
function focusClosed(field) {
  const shut = () => field.close(false);
  field.on("dropdown_open", shut);
  for (const kind of ["pointerdown", "keydown"]) {
    field.wrapper.addEventListener(kind, () => field.off("dropdown_open", shut), { once: true, capture: true });
  }
  field.focus();
}
