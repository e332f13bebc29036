/* What is typed in the forms below a block, a comment or an added paragraph, is kept until it
   stands on the page. */

import { openOn } from "./comments.js";
import * as drafts from "./drafts.js";

const FIELDS = { "form-comment": "comment-text", "form-added": "added-text" };

const fieldOf = (key) => document.getElementById(FIELDS[key]);
const keyOf = (field) => Object.keys(FIELDS).find((key) => FIELDS[key] === field.id);

export const isForm = (key) => key in FIELDS;

function keep(field, isSent) {
  const block = field.closest(".block")?.id;
  if (field.value.trim()) drafts.keep(keyOf(field), { text: field.value, block, isSent });
  else drafts.forget(keyOf(field));
}

/* Whether what was sent has come to stand on the page. */
function isTaken({ text, isSent }) {
  if (!isSent) return false;
  const sheet = document.querySelector(".sheet").textContent;
  return text.split("\n").every((line) => sheet.includes(line.trim()));
}

/* Put the words back into their form at their block; false where there is none. */
export function restoreForm(key, draft) {
  if (isTaken(draft)) return true;
  const field = fieldOf(key);
  const block = document.getElementById(draft.block);
  if (!field || !block || field.value) return false;
  field.value = draft.text;
  if (key === "form-comment") {
    openOn(block);
  } else {
    field.closest("details").open = true;
    block.tabIndex = 0;
    block.focus();
  }
  keep(field, false);
  return true;
}

document.addEventListener("input", ({ target }) => {
  if (keyOf(target)) keep(target, false);
});
document.addEventListener("submit", ({ target, defaultPrevented }) => {
  const field = target.querySelector("#comment-text, #added-text");
  if (field && !defaultPrevented) keep(field, true);
});
