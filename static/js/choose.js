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
    select.tomselect.focus();
    return;
  }
  if (![...select.options].some((option) => option.value === value)) select.add(new Option(text, value));
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  select.focus();
});
