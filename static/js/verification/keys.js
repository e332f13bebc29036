/* Keys of the entry page: j next, k previous, a accept, r return. Not while typing. */

const press = (selector) => document.querySelector(selector)?.click();
const focus = (selector) => {
  const target = document.querySelector(selector);
  target?.closest("details")?.setAttribute("open", "");
  target?.focus();
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, textarea, select")) return;
  if (event.key === "j") press("[data-key=j]");
  if (event.key === "k") press("[data-key=k]");
  if (event.key === "a") press("[data-key=a]");
  if (event.key === "r" && document.getElementById("id_reason")) {
    event.preventDefault();
    focus("#id_reason");
  }
});

// A suggested sentence is added to what stands in the field, never put in its place.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reason]");
  if (!button) return;
  const field = document.getElementById("id_reason");
  field.value = [field.value.trim(), button.dataset.reason].filter(Boolean).join(" ");
  field.focus();
});
