/* Drafts: unsaved input of the filing page, kept in this browser.

   Each person, entry and window has a draft of its own, so that two windows never overwrite each
   other's text. A draft holds the fields by name, and beside them `at`, `told` (the input as
   lines to read) and `answering` (it left with a plain submission). */

import { isTicked } from "../lib/fields.js";
import * as storage from "../lib/storage.js";

const WINDOW = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
const NOT_KEPT = /^(csrfmiddlewaretoken|writer|seen|keep-.*)$/;

export const isKept = (name) => !NOT_KEPT.test(name);

function prefixOf(part, entry) {
  const person = part.closest("[data-filing]").dataset.filing;
  return `filing:${person}:${entry}:`;
}

const keyOf = (form) => prefixOf(form, form.dataset.entry) + WINDOW;
const isFilled = (field) => (isTicked(field) ? field.checked : field.value !== "");
const isChanged = (field) =>
  isTicked(field) ? field.checked && !field.defaultChecked : field.value !== field.defaultValue;

// The value of a field with its labels, for pages that have no such field to show it in.
function inWords(field) {
  const group = field.closest("[data-indicator], [role=radiogroup], fieldset");
  const name =
    group?.getAttribute("aria-label") ||
    group?.querySelector(".indicator__name, legend")?.textContent;
  const value = isTicked(field) ? "" : field.value;
  const parts = [name, field.labels[0].textContent, value].filter(Boolean);
  return parts.map((part) => part.trim()).join(": ");
}

// In a form that the server refused, the initial values are unsaved input as well.
function linesOf(form) {
  const isUnsaved = "typed" in form.dataset ? isFilled : isChanged;
  const fields = [...form.elements].filter((field) => field.labels?.length && isKept(field.name));
  return fields.filter(isUnsaved).map(inWords);
}

/* Store the draft of `form`; false where the browser has no room. */
export function keep(form, details = {}) {
  const draft = { ...details, at: Date.now(), told: linesOf(form) };
  for (const [name, value] of new FormData(form)) {
    if (isKept(name)) draft[name] = value;
  }
  return storage.keep(keyOf(form), draft);
}

/* All drafts of `entry`, the latest first, as pairs of key and draft. */
export function find(part, entry) {
  const drafts = storage.all(prefixOf(part, entry));
  return drafts.sort(([, one], [, other]) => other.at - one.at);
}

export const remove = storage.drop;

/* Remove the draft that this window keeps of `form`. */
export const forget = (form) => remove(keyOf(form));
