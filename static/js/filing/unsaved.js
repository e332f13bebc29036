/* Forms with input that the server has not acknowledged, and the state shown in each. */

import * as drafts from "./drafts.js";
import { isMerging } from "./entry_form.js";
import { restore } from "./restoring.js";

const numChanges = new Map(); // form -> number of changes since it was last acknowledged
const settled = new WeakMap(); // form -> its values when it had nothing unsaved
const unkept = new Set(); // forms whose draft found no room in the browser

/* Forms whose save did not reach the server; each is retried. */
export const unreached = new Set();

export const hasUnsaved = () => numChanges.size > 0;
export const isUnsaved = (form) => numChanges.has(form);
export const unsavedForms = () => [...numChanges.keys()];
export const countChanges = (form) => numChanges.get(form) || 0;
export const hasUnkept = () => unkept.size > 0;
export const isKept = (form) => !unkept.has(form);

export function show(form, message, style, link) {
  const state = form.querySelector(".save-state");
  for (const child of [...state.children]) {
    if (child.type !== "hidden" && !child.matches("[data-merge]")) child.remove();
  }
  const line = document.createElement("span");
  line.className = `saved-state saved-state--${style}`;
  line.textContent = message;
  if (link) line.append(" ", link);
  state.append(line);
}

/* Without room for a draft only the page holds the input: the person is asked not to close it. */
export function keepDraft(form, details) {
  if (drafts.keep(form, details)) unkept.delete(form);
  else unkept.add(form);
}

function mark(form, count) {
  numChanges.set(form, count);
  form.dataset.unsaved = "";
}

export function recordChange(form) {
  mark(form, countChanges(form) + 1);
  keepDraft(form);
  if (isMerging(form) || unreached.has(form)) return;
  const message = isKept(form)
    ? "Chưa lưu"
    : "Chưa lưu (trình duyệt không giữ tạm được, đừng đóng trang)";
  show(form, message, "pending");
}

const valuesOf = (form) =>
  JSON.stringify(
    [...new FormData(form)].filter(
      ([name]) => drafts.isKept(name) && !/^(version|base)$/.test(name),
    ),
  );

/* Remember the values of `form`, which has nothing unsaved. */
export const noteSettled = (form) => settled.set(form, valuesOf(form));

/* Whether a field differs from what is saved: leaving a field tells of a change that was saved. */
export const isChanged = (form) => settled.get(form) !== valuesOf(form);

export function settle(form) {
  numChanges.delete(form);
  unreached.delete(form);
  delete form.dataset.unsaved;
}

/* Take up a draft that a lost connection, an ended session or a closed window left behind. */
export function restoreDraft(form) {
  if (!restore(form)) return;
  mark(form, 1);
  unreached.add(form);
  show(form, "Đã lấy lại nội dung chưa lưu trên máy này, đang lưu…", "pending");
}
