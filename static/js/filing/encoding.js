/* Replace a text in an old encoding by the same text in Unicode. */

import { entryFormOf, save } from "./entry_form.js";
import { recordChange } from "./unsaved.js";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-to-unicode]");
  if (!button) return;
  event.preventDefault();
  const form = entryFormOf(button);
  form.elements[button.value].value = button.dataset.toUnicode;
  recordChange(form);
  save(form);
});
