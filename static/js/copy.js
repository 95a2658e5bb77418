// Buttons with data-copy put the text of the field with that id on the clipboard, and say so.
document.querySelectorAll("button[data-copy]").forEach((button) => {
  const words = button.textContent;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.closest("details")?.setAttribute("open", "");
      field.select();
      return;
    }
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
});
