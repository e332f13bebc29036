/* Save blocks as people type, one request at a time for each; nothing typed is given up. */

import * as drafts from "./drafts.js";
import { pressEnded } from "./pressing.js";
import { typedIn } from "./typed.js";

const PAUSE = 1_200;
const LONGEST_REQUEST = 20_000;
const FIRST_RETRY = 4_000;
const LONGEST_RETRY = 60_000;

const LOST = "Chưa lưu: mất kết nối.";
const IN_PRINT = "Chưa lưu: báo cáo đang được lập lại.";
const KEPT = " Nội dung được giữ trên máy này và sẽ tự lưu lại.";
const UNKEPT = " Hãy để trang này mở; nội dung sẽ tự lưu lại.";
const EXPIRED =
  "Chưa lưu: phiên làm việc đã hết. Nội dung được giữ trên máy này và trở lại sau khi đăng nhập.";
const EXPIRED_UNKEPT =
  "Chưa lưu: phiên làm việc đã hết. Hãy sao chép nội dung trước khi đăng nhập.";

const page = document.querySelector("[data-review]");
const unsaved = new Map(); // block -> what is known of its unsaved words

export const hasUnsaved = () => unsaved.size > 0;
export const isUnsaved = (block) => unsaved.has(block);
export const firstUnsaved = () => unsaved.keys().next().value;
export const wordsOf = (block) => block.querySelector("[data-words]");
export const textOf = (block) => typedIn(wordsOf(block), block.dataset.kind);

export function show(block, message, style, ...more) {
  const note = block.querySelector("[data-note]");
  let line = note.querySelector(".saved-state");
  if (!line) {
    line = document.createElement("span");
    line.setAttribute("role", "status");
    note.prepend(line);
  }
  line.className = `saved-state saved-state--${style}`;
  line.replaceChildren(message, ...more.flatMap((one) => [" ", one]));
}

function button(label, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--small";
  made.textContent = label;
  made.addEventListener("click", action);
  return made;
}

function logInLink(block) {
  const link = document.createElement("a");
  const here = `${window.location.pathname}#${block.dataset.block}`;
  link.href = `${page.dataset.logIn}?next=${encodeURIComponent(here)}`;
  link.textContent = "Đăng nhập lại";
  return link;
}

/* Note that the words of `block` changed; they are kept at once and sent after a pause.
   Returns whether this browser keeps them. */
export function recordChange(block) {
  const state = unsaved.get(block) || { retry: FIRST_RETRY };
  unsaved.set(block, state);
  const draft = { text: textOf(block), html: wordsOf(block).innerHTML };
  state.isKept = drafts.keep(block.dataset.block, { ...draft, version: block.dataset.version });
  if (!state.isAsked) {
    if (!state.isUnreached) show(block, "Chưa lưu", "pending");
    window.clearTimeout(state.timer);
    state.timer = window.setTimeout(() => save(block), PAUSE);
  }
  return state.isKept;
}

async function send(block, text) {
  const { csrf } = page.dataset;
  const body = new URLSearchParams({
    writer: page.dataset.person,
    key: block.dataset.block,
    seen: block.dataset.version,
    text,
  });
  const response = await fetch(page.dataset.save, {
    method: "POST",
    body,
    redirect: "manual",
    headers: { Accept: "application/json", "X-CSRFToken": csrf },
    signal: AbortSignal.timeout(LONGEST_REQUEST),
  });
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return { status: response.status, answer: isJson ? await response.json() : null };
}

/* Save the words of `block` unless they are being saved; then they follow. */
export async function save(block) {
  const state = unsaved.get(block);
  if (!state || state.isSending || state.isAsked) return;
  window.clearTimeout(state.timer);
  const text = textOf(block);
  state.isSending = true;
  let sent = null;
  try {
    sent = await send(block, text);
  } catch {
    // No answer, or half of one: the words are sent again.
  }
  // The next save begins with the version that the answer tells
  await pressEnded();
  state.isSending = false;
  act(block, state, text, sent);
}

function act(block, state, text, sent) {
  if (!sent || sent.status >= 500 || sent.status === 429) {
    retryLater(block, state, LOST);
  } else if (sent.answer?.is_in_print) {
    retryLater(block, state, IN_PRINT);
  } else if (sent.answer && sent.status === 200) {
    acknowledge(block, state, text, sent.answer);
  } else if (sent.answer) {
    refuse(block, state, sent.answer);
  } else {
    show(block, state.isKept ? EXPIRED : EXPIRED_UNKEPT, "error", logInLink(block));
  }
}

function retryLater(block, state, reason) {
  state.isUnreached = true;
  show(block, reason + (state.isKept ? KEPT : UNKEPT), "error");
  state.timer = window.setTimeout(() => save(block), state.retry);
  state.retry = Math.min(state.retry * 2, LONGEST_RETRY);
}

function acknowledge(block, state, text, answer) {
  if (textOf(block) !== text) {
    // Typed on meanwhile. Words that others joined in are compared with these by the next save
    if (!answer.is_joined) block.dataset.version = answer.version;
    state.isUnreached = false;
    recordChange(block);
    return;
  }
  block.dataset.version = answer.version;
  if (answer.is_joined) wordsOf(block).innerHTML = answer.html;
  unsaved.delete(block);
  drafts.forget(block.dataset.block);
  const joined = answer.is_joined ? ", đã ghép với nội dung người khác vừa lưu" : "";
  show(block, answer.saved + joined, "done");
  block.dispatchEvent(new CustomEvent("block:saved", { bubbles: true }));
}

// The words of both stand on the page until the writer has chosen.
function refuse(block, state, answer) {
  if (!("version" in answer)) {
    show(block, answer.error, "error");
    return;
  }
  state.isAsked = true;
  const theirs = document.createElement("div");
  theirs.className = "block__theirs";
  theirs.innerHTML = answer.theirs;
  const decide = (takesTheirs) => () => {
    state.isAsked = false;
    theirs.remove();
    block.dataset.version = answer.version;
    if (takesTheirs) wordsOf(block).innerHTML = answer.theirs;
    recordChange(block);
    save(block);
  };
  block.append(theirs);
  const mine = button("Giữ nội dung của tôi", decide(false));
  show(block, answer.error, "error", mine, button("Lấy bản đã lưu", decide(true)));
}

export function saveAll() {
  for (const block of unsaved.keys()) save(block);
}

window.addEventListener("online", saveAll);
window.addEventListener("beforeunload", (event) => {
  if ([...unsaved.values()].some((state) => !state.isKept)) event.preventDefault();
  saveAll();
});
