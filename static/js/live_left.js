// What was typed on the live screen of a conference and not saved before it was closed; the device has kept it.

const place = document.querySelector("[data-left]");
const of = place.dataset.left;
const names = Object.keys(localStorage)
  .filter((name) => name === `draft:${of}` || [`draft:${of}:`, `finding:${of}:`].some((start) => name.startsWith(start)));

names.sort().forEach((name) => {
  const { kind, text, owner, due } = JSON.parse(localStorage.getItem(name));
  const row = place.querySelector(`[data-kind="${CSS.escape(kind)}"]`).cloneNode(true);
  row.hidden = false;
  row.prepend(text);
  row.querySelector("small").append(...[owner, due].filter(Boolean).map((word) => `, ${word}`));
  place.querySelector("ul").append(row);
});
place.hidden = names.length === 0;

place.querySelector("[data-left-drop]").addEventListener("click", () => {
  names.forEach((name) => localStorage.removeItem(name));
  place.hidden = true;
});
