/* Take up what a lost connection, an ended session or a closed window left behind. */

import * as drafts from "./drafts.js";
import { recordChange, save, show, textOf, wordsOf } from "./saving.js";

const RESTORED = "Đã lấy lại nội dung chưa lưu trên máy này, đang lưu…";
const NO_BLOCK = "Nội dung bạn gõ chưa kịp lưu, nay đoạn này không sửa được. Hãy sao chép nếu cần:";

const page = document.querySelector("[data-review]");

function restore(block, draft) {
  wordsOf(block).innerHTML = draft.html;
  if (textOf(block) !== draft.text) wordsOf(block).textContent = draft.text;
  // The server compares with the version that the draft began with
  block.dataset.version = draft.version;
  recordChange(block);
  show(block, RESTORED, "pending");
  save(block);
}

function tell(key, draft) {
  const box = document.createElement("div");
  box.className = "alert alert--warn";
  const text = document.createElement("p");
  text.className = "text";
  text.textContent = draft.text;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "button button--small";
  drop.textContent = "Bỏ nội dung này";
  drop.addEventListener("click", () => {
    drafts.forget(key);
    box.remove();
  });
  const content = document.createElement("div");
  content.append(NO_BLOCK, text, drop);
  box.append(content);
  page.before(box);
}

if (page) {
  for (const [key, draft] of drafts.all()) {
    const block = document.getElementById(key);
    if (!block || !wordsOf(block)) tell(key, draft);
    else if (textOf(block) === draft.text) drafts.forget(key);
    else restore(block, draft);
  }
}
