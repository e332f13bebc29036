/* Save entries as people type: count changes, then act on what the server returned. */

import * as drafts from "./drafts.js";
import { entryFormOf, isEntryForm, isMerging, save } from "./entry_form.js";
import { allowLeaving } from "./leaving.js";
import { retryLater, retryNow, saveNext } from "./retrying.js";
import { sendIfWaiting } from "./sending.js";
import {
  countChanges,
  hasUnkept,
  isChanged,
  isKept,
  isUnsaved,
  keepDraft,
  noteSettled,
  recordChange,
  settle,
  show,
  unreached,
} from "./unsaved.js";

const LONGEST_REQUEST = 20_000;

const LOST = "Chưa lưu: mất kết nối. Nội dung được giữ trên máy này và sẽ tự lưu lại.";
const LOST_UNKEPT =
  "Chưa lưu: mất kết nối. Trình duyệt không giữ tạm được, hãy để trang này mở; nội dung sẽ tự lưu lại.";
const FULL = "Chưa lưu: ổ đĩa của máy chủ đã đầy, hãy báo người quản trị. ";
const FULL_KEPT = `${FULL}Nội dung được giữ trên máy này và sẽ tự lưu lại.`;
const FULL_UNKEPT = `${FULL}Trình duyệt không giữ tạm được, hãy để trang này mở; nội dung sẽ tự lưu lại.`;
const EXPIRED =
  "Chưa lưu: phiên làm việc đã hết. Nội dung được giữ trên máy này và sẽ trở lại sau khi đăng nhập.";
const EXPIRED_UNKEPT =
  "Chưa lưu: phiên làm việc đã hết. Trình duyệt không giữ tạm được, hãy sao chép nội dung trước khi đăng nhập.";

const DISK_FULL = 507;
const isUnreachedStatus = (status) => status === 0 || status === 429 || status >= 500;
// A page to log in, for one, is no part of the form.
const isPartOfForm = (xhr) => xhr.responseText.includes("save-state");

function acknowledge(form) {
  if (String(countChanges(form)) === form.dataset.sent) {
    settle(form);
    noteSettled(form);
    drafts.forget(form);
  } else {
    keepDraft(form); // changed meanwhile: the draft goes on from the version that is saved now
  }
  unreached.delete(form);
  retryNow();
  sendIfWaiting();
}

function retry(form, status) {
  unreached.add(form);
  const [kept, unkept] = status === DISK_FULL ? [FULL_KEPT, FULL_UNKEPT] : [LOST, LOST_UNKEPT];
  show(form, isKept(form) ? kept : unkept, "error");
  retryLater();
}

function offerLogIn(form) {
  unreached.delete(form);
  const link = document.createElement("a");
  const here = `${window.location.pathname}#entry-${form.dataset.entry}`;
  link.href = `${form.closest("[data-filing]").dataset.logIn}?next=${encodeURIComponent(here)}`;
  link.textContent = "Đăng nhập lại";
  link.addEventListener("click", () => allowLeaving(!hasUnkept()));
  show(form, isKept(form) ? EXPIRED : EXPIRED_UNKEPT, "error", link);
}

document.addEventListener("input", (event) => {
  const form = entryFormOf(event.target);
  if (form) recordChange(form);
});

document.addEventListener("change", (event) => {
  const form = entryFormOf(event.target);
  if (form && !isUnsaved(form) && isChanged(form)) recordChange(form);
});

document.addEventListener("focusin", (event) => {
  const form = entryFormOf(event.target);
  if (form && !isUnsaved(form) && !isMerging(form)) noteSettled(form);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-save]");
  if (!button) return;
  event.preventDefault();
  const form = entryFormOf(button);
  if (button.closest("[data-merge]")) form.dataset.decided = "";
  save(form);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt;
  if (!isEntryForm(form)) return;
  // After somebody else saved, nothing is sent until the person has decided.
  const isUndecided = isMerging(form) && !("decided" in form.dataset);
  // Leaving a field whose text is saved asks for a save as well.
  const isIdle = event.detail.requestConfig.triggeringEvent?.type === "change" && !isUnsaved(form);
  if (isUndecided || isIdle) {
    event.preventDefault();
    return;
  }
  delete form.dataset.decided;
  form.dataset.sent = String(countChanges(form));
  event.detail.xhr.timeout = LONGEST_REQUEST;
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, xhr } = event.detail;
  if (isEntryForm(requestConfig?.elt) && !isPartOfForm(xhr)) event.detail.shouldSwap = false;
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { elt: form, xhr } = event.detail;
  if (!isEntryForm(form)) return;
  if (isUnreachedStatus(xhr.status)) {
    retry(form, xhr.status);
  } else if (xhr.status === 200 && isPartOfForm(xhr)) {
    acknowledge(form);
  } else if (xhr.status === 422 && isPartOfForm(xhr)) {
    unreached.delete(form);
    saveNext();
  } else {
    offerLogIn(form);
  }
});
