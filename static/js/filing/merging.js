/* Two people in one section: take over or choose between what each of them saved. */

import { isEntryForm } from "./entry_form.js";
import { countChanges } from "./unsaved.js";

const requested = new WeakMap(); // form -> values that its last request carried

const valuesOf = (form) => Object.fromEntries(new FormData(form));
const withPlainBreaks = (text) => (text ?? "").replaceAll("\r\n", "\n");
const areSame = (one, other) => withPlainBreaks(one) === withPlainBreaks(other);

function put(form, name, value) {
  for (const field of form.querySelectorAll(`[name="${name}"]`)) {
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = Boolean(value);
    else field.value = value;
  }
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt;
  if (isEntryForm(form)) requested.set(form, valuesOf(form));
});

// A field that only the other person changed is taken over, unless it was typed in since the
// request left. Then the form returns to the version it knew, so that the next save compares.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (!isEntryForm(form)) return;
  const before = requested.get(form) || {};
  const now = valuesOf(form);
  for (const taken of form.querySelectorAll("[data-take]")) {
    const name = taken.dataset.take;
    if (areSame(now[name], before[name])) {
      put(form, name, taken.value);
    } else {
      put(form, "version", before.version);
      put(form, "base", before.base);
    }
  }
});

// The question stands below the form, often out of sight. Who types on is not interrupted: the
// line that stays at the foot of the window leads there.
document.addEventListener("htmx:afterSettle", (event) => {
  const form = event.detail.requestConfig?.elt;
  const box = isEntryForm(form) && form.querySelector("[data-merge]");
  if (!box || box.dataset.shown) return;
  box.dataset.shown = "";
  box.tabIndex = -1;
  if (String(countChanges(form)) === form.dataset.sent) {
    box.focus({ preventScroll: true });
    box.scrollIntoView({ block: box.offsetHeight > window.innerHeight * 0.8 ? "start" : "center" });
  }
});

document.addEventListener("change", (event) => {
  const choice = event.target.closest("[data-merge-field]");
  if (!choice) return;
  const form = choice.closest("form");
  const name = choice.dataset.mergeField;
  if (event.target.value === "edit") {
    form.querySelector(`:is(textarea, input)[name="${name}"]`).focus();
    return;
  }
  const text = choice.querySelector(`[data-text="${event.target.value}"]`);
  put(form, name, text.dataset.value ?? text.textContent);
});

// Typing in a field that waits for a choice is the choice to edit it.
document.addEventListener("input", (event) => {
  if (event.target.closest("[data-merge]")) return;
  const choice = event.target.form?.querySelector(`[data-merge-field="${event.target.name}"]`);
  if (choice) choice.querySelector("[value=edit]").checked = true;
});
