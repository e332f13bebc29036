/* Take up what a lost connection, an ended session or a closed window left behind. */

import * as drafts from "./drafts.js";
import { isForm, restoreForm } from "./forms.js";
import { recordChange, save, show, textOf, wordsOf } from "./saving.js";

const RESTORED = "Đã lấy lại nội dung chưa lưu trên máy này, đang lưu…";
const NO_BLOCK =
  "Nội dung bạn gõ mà chưa kịp lưu, nay không đặt lại được vào đoạn. Hãy sao chép nếu cần:";

const page = document.querySelector("[data-drafts]");
const isEditable = Boolean(page?.dataset.review);
const restored = new Set();

/* Whether the words stand in their block again; those of one window only. */
function restore(key, draft) {
  const block = document.getElementById(key);
  if (!isEditable || !block || !wordsOf(block)) return false;
  if (textOf(block) === draft.text) return true;
  if (restored.has(key)) return false;
  restored.add(key);
  wordsOf(block).innerHTML = draft.html;
  if (textOf(block) !== draft.text) wordsOf(block).textContent = draft.text;
  // The server compares with the version that the draft began with
  block.dataset.version = draft.version;
  const isKept = recordChange(block);
  show(block, RESTORED, "pending");
  save(block);
  return isKept;
}

function tell(name, draft) {
  const box = document.createElement("div");
  box.className = "alert alert--warn";
  const text = document.createElement("p");
  text.className = "text";
  text.textContent = draft.text;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--small";
  button.textContent = "Bỏ nội dung này";
  button.addEventListener("click", () => {
    drafts.drop(name);
    box.remove();
  });
  const content = document.createElement("div");
  content.append(isEditable ? NO_BLOCK : page.dataset.left, text, button);
  box.append(content);
  page.before(box);
}

if (page) {
  for (const { name, key, draft } of drafts.all()) {
    const isBack = isForm(key) ? restoreForm(key, draft) : restore(key, draft);
    if (isBack) drafts.drop(name);
    else tell(name, draft);
  }
}
