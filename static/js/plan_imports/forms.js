/* The form of a finding opens in its place, and goes away there too. */

document.addEventListener("click", (event) => {
  const cancel = event.target.closest("[data-slot] [data-cancel]");
  if (!cancel) return;
  event.preventDefault();
  const slot = cancel.closest("[data-slot]");
  slot.replaceChildren();
  slot.closest(".finding").querySelector("[hx-get]")?.focus();
});

document.addEventListener("htmx:afterSwap", (event) => {
  const form = event.target.querySelector("[data-finding-form]");
  form?.querySelector("input:not([type=hidden]), textarea")?.focus();
});
