/* Reasons and comments typed beside a result, kept in this browser until their button is pressed:
   keys and links lead away from the page. */

import { isChanged } from "../lib/fields.js";

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

function keep(form, sent = null) {
  // A day that the page suggested is of that day alone.
  const typed = textsOf(form).filter((field) => isWords(field) || isChanged(field));
  const fields = Object.fromEntries(typed.map((field) => [field.name, field.value]));
  try {
    if (isFilled(form)) localStorage.setItem(keyOf(form), JSON.stringify({ fields, sent }));
    else localStorage.removeItem(keyOf(form));
  } catch {
    // Without room the words stay on the page alone.
  }
}

function forget(form) {
  try {
    localStorage.removeItem(keyOf(form));
  } catch {
    // A browser without storage has kept nothing.
  }
}

function read(form) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(form)));
  } catch {
    return null;
  }
}

function unfold(field) {
  for (let part = field.closest("details"); part; part = part.parentElement.closest("details")) {
    part.open = true;
  }
}

// What was sent with another version of the result was taken: this one came after it.
function restore(form) {
  const draft = read(form);
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
