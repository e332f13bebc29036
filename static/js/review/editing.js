/* Write in a block: by a click, or by typing or Enter on a block that has the focus. */

import { linesOf, withFigures } from "./pasting.js";
import { afterPress } from "./pressing.js";
import { isUnsaved, recordChange, save, textOf, wordsOf } from "./saving.js";

const page = document.querySelector("[data-review]");
const blanks = new WeakMap(); // words -> the dotted line that stood there
let pressed = null; // the words on which the mouse went down

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
    blanks.set(words, words.innerHTML);
    const paragraph = document.createElement("p");
    paragraph.append(document.createElement("br"));
    words.replaceChildren(paragraph);
  }
  words.contentEditable = "true";
  words.setAttribute("aria-label", "Nội dung đoạn đang sửa");
  words.setAttribute("role", "textbox");
  words.setAttribute("aria-multiline", "true");
  protectFigures(words);
  // The reader sees the place of a click or the block in focus; a long one must not jump
  words.focus({ preventScroll: true });
}

function beginWithKeys(block) {
  begin(block);
  const words = wordsOf(block);
  const selection = window.getSelection();
  if (words.contains(selection.anchorNode)) return;
  selection.selectAllChildren(words);
  selection.collapseToEnd();
}

function end(block) {
  const words = wordsOf(block);
  if (words === document.activeElement) return;
  words.contentEditable = "false";
  words.removeAttribute("role");
  if (blanks.has(words) && !isUnsaved(block) && !textOf(block)) words.innerHTML = blanks.get(words);
  save(block);
}

/* Words that were selected across blocks are there to be copied, not to be written in. */
function isSelectedElsewhere(words) {
  const { isCollapsed, anchorNode, focusNode } = window.getSelection();
  return !isCollapsed && !(words.contains(anchorNode) && words.contains(focusNode));
}

function wordsAt(event) {
  return event.target.closest("a, button, summary") ? null : event.target.closest("[data-words]");
}

// The release may be beside the words by then: what counts is where the press was.
function onClick(event) {
  const words = pressed ?? wordsAt(event);
  pressed = null;
  if (words && page.contains(words) && !isSelectedElsewhere(words)) begin(blockOf(words));
}

/* Whether the key writes; the space moves the page as long as nothing is written. */
function isTyping(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  return event.key === "Process" || (event.key.length === 1 && event.key !== " ");
}

function plainFor(kind, text) {
  if (kind === "list") return text;
  return kind === "heading" ? text.replace(/\s*\n\s*/g, " ") : linesOf(text);
}

function paste(event) {
  const block = blockOf(event.target);
  if (!block || !isWritten(wordsOf(block))) return;
  event.preventDefault();
  const { clipboardData: given } = event;
  const html = block.dataset.kind === "paragraph" && withFigures(given.getData("text/html"));
  if (html) {
    document.execCommand("insertHTML", false, html);
    protectFigures(wordsOf(block));
  } else {
    const text = plainFor(block.dataset.kind, given.getData("text/plain"));
    document.execCommand("insertText", false, text);
  }
}

function leave(block) {
  wordsOf(block).blur();
  block.focus();
}

const isEnter = (event) => event.key === "Enter" && !event.shiftKey && !event.isComposing;

function onBlockKey(event, block) {
  if (isEnter(event)) event.preventDefault();
  else if (!isTyping(event)) return;
  beginWithKeys(block); // a letter then writes there
}

function onWordsKey(event, block) {
  const isDone = isEnter(event) && block.dataset.kind !== "list";
  if (isDone) event.preventDefault();
  if (isDone || event.key === "Escape") leave(block);
}

function onKey(event) {
  const block = blockOf(event.target);
  const words = block && wordsOf(block);
  if (!words) return;
  if (event.target === block) onBlockKey(event, block);
  else if (isWritten(words) && words.contains(event.target)) onWordsKey(event, block);
}

if (page) {
  page.classList.add("is-live");
  page.dataset.csrf = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  for (const words of page.querySelectorAll("[data-words]")) blockOf(words).tabIndex = 0;
  document.addEventListener("mousedown", (event) => {
    pressed = event.button === 0 ? wordsAt(event) : null;
  });
  document.addEventListener("click", onClick);
  page.addEventListener("keydown", onKey);
  page.addEventListener("paste", paste);
  page.addEventListener("input", (event) => {
    const words = event.target.closest?.("[data-words]");
    if (words) recordChange(blockOf(words));
  });
  page.addEventListener("focusout", (event) => {
    const words = event.target;
    if (words.matches("[data-words]")) afterPress(() => end(blockOf(words)));
  });
}
