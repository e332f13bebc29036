/* Lose no chosen file: neither when the page is closed nor when the submission is sent. */

import { allItems, allQueues, blockOf, isMoving, isUnsent, queueOf } from "./queue.js";

let waiting = null; // { form, submitter } of a submission that waits for the last file

function noteIn(state) {
  let note = state.querySelector("[data-uploads-note]");
  if (!note) {
    note = document.createElement("p");
    note.dataset.uploadsNote = "";
    note.className = "field__error";
    state.append(note);
  }
  return note;
}

function showNote(form, text) {
  const note = form.querySelector("[data-send-note]") || noteIn(form.querySelector(".save-state"));
  note.textContent = text;
}

export function continueIfWaiting() {
  if (!waiting || allItems().some(isMoving)) return;
  const { form, submitter } = waiting;
  waiting = null;
  showNote(form, "");
  form.requestSubmit(submitter);
}

function unsentItems(form, submitter) {
  if (form.matches("[data-send]")) return allItems().filter(isUnsent);
  const isAnswer = form.matches("form[data-entry]") && submitter?.matches("[data-answer]");
  return isAnswer ? queueOf(form.dataset.entry).items.filter(isUnsent) : [];
}

function codesWithFiles() {
  const queues = allQueues().filter(([, queue]) => queue.items.some(isUnsent));
  return queues.map(([id]) => blockOf(id)?.dataset.code).join(", ");
}

// While it is captured, before the page itself handles the submission: files come first.
document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    const items = unsentItems(form, submitter);
    if (!items.length) return;
    event.preventDefault();
    event.stopPropagation();
    if (items.every(isMoving)) {
      waiting = { form, submitter };
      showNote(form, "Đang tải nốt tệp minh chứng rồi gửi…");
    } else {
      showNote(
        form,
        `Còn tệp đã chọn mà chưa tải lên ở nhiệm vụ ${codesWithFiles()}. Hãy bấm “Thêm minh chứng” hoặc bỏ tệp đó rồi gửi.`,
      );
    }
  },
  { capture: true },
);

window.addEventListener("beforeunload", (event) => {
  if (allItems().some(isUnsent)) event.preventDefault();
});
