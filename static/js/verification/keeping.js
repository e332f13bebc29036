/* Reasons and comments typed beside a result, kept in this browser until their button is pressed:
   keys and links lead away from the page. */

import { isChanged, unfold } from "../lib/fields.js";
import * as storage from "../lib/storage.js";

const FORMS = "form[method=post]:has(textarea)";
const TEXTS = "textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=file])";

const isWords = (field) => field.matches("textarea");
const textsOf = (form) => [...form.elements].filter((field) => field.matches(TEXTS));
const isFilled = (form) => textsOf(form).some((field) => isWords(field) && field.value.trim());
const hidden = (form, name) => form.querySelector(`[type=hidden][name=${name}]`)?.value;

function keyOf(form) {
  const { pathname } = new URL(form.action);
  return `verification:${hidden(form, "writer")}:${pathname}`;
}

const forget = (form) => storage.drop(keyOf(form));

function keep(form, sent = null) {
  // A day that the page suggested is of that day alone.
  const typed = textsOf(form).filter((field) => isWords(field) || isChanged(field));
  const fields = Object.fromEntries(typed.map((field) => [field.name, field.value]));
  if (isFilled(form)) storage.keep(keyOf(form), { fields, sent });
  else forget(form);
}

// What was sent with another version of the result was taken: this one came after it.
function restore(form) {
  const draft = storage.read(keyOf(form));
  if (isFilled(form)) keep(form);
  else if (draft?.sent && draft.sent !== hidden(form, "version")) forget(form);
  else if (draft) {
    for (const field of textsOf(form)) {
      field.value = draft.fields[field.name] ?? field.value;
      if (isWords(field) && field.value) unfold(field);
    }
  }
}

document.addEventListener("input", ({ target }) => {
  if (target.form?.matches(FORMS)) keep(target.form);
});
document.addEventListener("submit", ({ target: form, defaultPrevented }) => {
  if (!defaultPrevented && form.matches(FORMS)) keep(form, hidden(form, "version"));
});
document.addEventListener("htmx:afterRequest", ({ detail: { requestConfig, xhr } }) => {
  if (requestConfig.elt.matches?.(FORMS) && xhr.status === 200) forget(requestConfig.elt);
});
document.addEventListener("comment:carried", ({ target }) => forget(target));
for (const form of document.querySelectorAll(FORMS)) restore(form);
