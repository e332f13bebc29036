/* Suggested reasons for returning a result are appended to the typed reason, never replace it. */

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reason]");
  if (!button) return;
  const field = document.getElementById("id_reason");
  field.value = [field.value.trim(), button.dataset.reason].filter(Boolean).join(" ");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
