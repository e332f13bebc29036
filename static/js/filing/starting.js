/* Take up unsaved input when the page opens: drafts of this browser, text that was refused, and
   what was typed before scripts ran. */

import { isChanged } from "../lib/fields.js";
import { save } from "./entry_form.js";
import { showAll } from "./restoring.js";
import { saveNext } from "./retrying.js";
import { isUnsaved, recordChange, restoreDraft, unreached } from "./unsaved.js";

for (const page of document.querySelectorAll("[data-filing]")) page.classList.add("is-live");

for (const form of document.querySelectorAll("form[data-entry]")) {
  restoreDraft(form);
  // On a slow connection people type before scripts are there to hear it.
  const isTyped = !isUnsaved(form) && [...form.elements].some(isChanged);
  if ("typed" in form.dataset || isTyped) {
    recordChange(form);
    unreached.add(form);
  }
}

for (const article of document.querySelectorAll("article.entry")) {
  if (!article.querySelector("form[data-entry]")) showAll(article);
}

// By then htmx listens to the forms: it added its own listener first.
document.addEventListener("DOMContentLoaded", saveNext);

// Who types in a section that was just fetched is quicker than htmx, which listens to its form
// only once the section has settled.
document.addEventListener("htmx:load", (event) => {
  for (const form of event.detail.elt.querySelectorAll("form[data-entry]")) {
    if (isUnsaved(form)) save(form);
  }
});
