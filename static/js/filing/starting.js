/* Take up unsaved input when the page opens: drafts of this browser, and text that was refused. */

import { showAll } from "./restoring.js";
import { saveNext } from "./retrying.js";
import { recordChange, restoreDraft, unreached } from "./unsaved.js";

for (const page of document.querySelectorAll("[data-filing]")) page.classList.add("is-live");

for (const form of document.querySelectorAll("form[data-entry]")) restoreDraft(form);

for (const form of document.querySelectorAll("form[data-typed]")) {
  recordChange(form);
  unreached.add(form);
}

for (const article of document.querySelectorAll("article.entry")) {
  if (!article.querySelector("form[data-entry]")) showAll(article);
}

// By then htmx listens to the forms: it added its own listener first.
document.addEventListener("DOMContentLoaded", saveNext);
