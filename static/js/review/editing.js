/* Write in a block: by a click, or with Enter on a block reached by Tab. */

import { recordChange, save, wordsOf } from "./saving.js";

const page = document.querySelector("[data-review]");

const blockOf = (element) => element.closest?.("[data-review] [data-block]");
const isWritten = (words) => words?.isContentEditable;

function protectFigures(words) {
  for (const chip of words.querySelectorAll("[data-figure], .origin"))
    chip.contentEditable = "false";
}

function begin(block) {
  const words = wordsOf(block);
  if (!words || isWritten(words)) return;
  const blank = words.querySelector(".to-fill");
  if (blank) {
    const paragraph = document.createElement("p");
    paragraph.append(document.createElement("br"));
    words.replaceChildren(paragraph);
  }
  words.contentEditable = "true";
  words.setAttribute("aria-label", "Nội dung đoạn đang sửa");
  words.setAttribute("role", "textbox");
  words.setAttribute("aria-multiline", "true");
  protectFigures(words);
  words.focus();
}

function end(block) {
  const words = wordsOf(block);
  words.contentEditable = "false";
  words.removeAttribute("role");
  save(block);
}

function pastePlainly(event) {
  const block = blockOf(event.target);
  if (!block || !isWritten(wordsOf(block))) return;
  event.preventDefault();
  const text = event.clipboardData.getData("text/plain");
  const plain = block.dataset.kind === "list" ? text : text.replace(/\s*\n\s*/g, " ");
  document.execCommand("insertText", false, plain);
}

function onKey(event) {
  const block = blockOf(event.target);
  if (!block) return;
  const words = wordsOf(block);
  const isWriting = isWritten(words) && words.contains(event.target);
  if (isWriting && event.key === "Escape") {
    words.blur();
    block.focus();
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    if (event.target === block) {
      event.preventDefault();
      begin(block);
    } else if (isWriting && block.dataset.kind !== "list") {
      event.preventDefault();
      words.blur();
      block.focus();
    }
  }
}

if (page) {
  page.classList.add("is-live");
  page.dataset.csrf = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  for (const words of page.querySelectorAll("[data-words]")) blockOf(words).tabIndex = 0;
  page.addEventListener("click", (event) => {
    const words = event.target.closest("[data-words]");
    if (words && !event.target.closest("a, button")) begin(blockOf(words));
  });
  page.addEventListener("keydown", onKey);
  page.addEventListener("paste", pastePlainly);
  page.addEventListener("input", (event) => {
    const words = event.target.closest?.("[data-words]");
    if (words) recordChange(blockOf(words));
  });
  page.addEventListener("focusout", (event) => {
    if (event.target.matches("[data-words]")) end(blockOf(event.target));
  });
}
