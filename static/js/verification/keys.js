/* Keys of the verification page, except while typing: j next, k previous, a accept, r return. */

const CLICKING = ["j", "k", "a"];

function focusReason(event) {
  const field = document.getElementById("id_reason");
  if (!field) return;
  event.preventDefault(); // otherwise the letter is typed into the field
  field.closest("details")?.setAttribute("open", "");
  field.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select")) return;
  if (CLICKING.includes(event.key)) document.querySelector(`[data-key=${event.key}]`)?.click();
  if (event.key === "r") focusReason(event);
});
