// Buttons with data-insert put their text where the cursor last was in a [data-insert-into].
const areas = document.querySelectorAll("[data-insert-into]");
let last = areas[0];
areas.forEach((area) => area.addEventListener("focus", () => { last = area; }));
document.querySelectorAll("[data-insert]").forEach((button) => button.addEventListener("click", () => {
  last.setRangeText(button.dataset.insert, last.selectionStart, last.selectionEnd, "end");
  last.dispatchEvent(new Event("input", { bubbles: true }));
  last.focus();
}));
