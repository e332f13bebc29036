/* Fill empty fields with the result of the period before. */

import { entryFormOf, save } from "./entry_form.js";
import { recordChange } from "./unsaved.js";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take-previous]");
  if (!button) return;
  event.preventDefault();
  const form = entryFormOf(button);
  for (const source of form.querySelectorAll("[data-previous] [data-field]")) {
    const field = form.elements[source.dataset.field];
    if (!field.value.trim()) field.value = source.value ?? source.textContent;
  }
  recordChange(form);
  save(form);
});
