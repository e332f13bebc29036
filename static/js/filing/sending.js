/* Send the submission once the input is saved. */

import { isEntryForm, save } from "./entry_form.js";
import { allowLeaving } from "./leaving.js";
import { hasUnsaved, keepDraft, settle, unsavedForms } from "./unsaved.js";

const PATIENCE = 8_000;

let waiting = null; // the form of the submission, while entries are being saved
let timer = null;

const showNote = (form, message) => {
  form.querySelector("[data-send-note]").textContent = message;
};

export function sendIfWaiting() {
  if (!waiting || hasUnsaved()) return;
  const form = waiting;
  waiting = null;
  allowLeaving();
  form.submit();
}

function giveUp(form) {
  if (!waiting) return;
  waiting = null;
  showNote(form, "Còn nội dung chưa lưu được. Hãy xem các mục có chữ “Chưa lưu”.");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (isEntryForm(form)) {
    // A plain submission carries the input itself; the draft stays until it has arrived.
    keepDraft(form, { answering: true });
    settle(form);
    return;
  }
  if (!form.matches("[data-send]") || event.defaultPrevented || !hasUnsaved()) return;
  event.preventDefault();
  waiting = form;
  showNote(form, "Đang lưu nốt nội dung vừa gõ rồi gửi…");
  for (const entryForm of unsavedForms()) save(entryForm);
  window.clearTimeout(timer);
  timer = window.setTimeout(() => giveUp(form), PATIENCE);
});
