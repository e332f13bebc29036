/* The list of chosen files in the form of an entry. */

import { formOf, isMoving, isRetriable, isUnsent, queueOf } from "./queue.js";

const STATES = {
  chosen: "Chưa tải lên. Bấm “Thêm minh chứng” để tải.",
  waiting: "Đang chờ đến lượt",
  lost: "Mất kết nối, chưa tải xong. Tệp vẫn được giữ ở đây.",
  stopped: "Đã dừng, chưa tải xong.",
  expired:
    "Phiên làm việc đã hết, tệp vẫn được giữ ở đây. Hãy đăng nhập lại ở một thẻ khác rồi bấm “Tải lại”.",
  broken: "Máy chủ chưa nhận được tệp này. Hãy thử tải lại.",
};
const ALARMING = ["refused", "lost", "expired", "broken"];
const MB = 1024 * 1024;

function writeSize(bytes) {
  if (bytes >= MB) {
    return `${(bytes / MB).toLocaleString("vi", { maximumFractionDigits: 1 })} MB`;
  }
  return `${Math.max(1, Math.round(bytes / 1024)).toLocaleString("vi")} KB`;
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

// A press is an event on the document: sending.js acts on it.
function buttonFor(id, item, text, action) {
  const button = element("button", "button button--small button--quiet", text);
  button.type = "button";
  button.setAttribute("aria-label", `${text} ${item.name}`);
  button.addEventListener("click", () => {
    document.dispatchEvent(new CustomEvent(`evidence:${action}`, { detail: { id, item } }));
  });
  return button;
}

function buttonsFor(id, item) {
  const buttons = element("span", "upload-acts");
  if (isMoving(item)) buttons.append(buttonFor(id, item, "Dừng", "stop"));
  if (isRetriable(item)) buttons.append(buttonFor(id, item, "Tải lại", "retry"));
  if (!isMoving(item)) buttons.append(buttonFor(id, item, "Bỏ", "dismiss"));
  return buttons;
}

function stateOf(item) {
  const isAlarming = ALARMING.includes(item.state);
  const state = element("span", isAlarming ? "upload-state upload-state--bad" : "upload-state");
  if (isAlarming) state.setAttribute("role", "alert");
  if (item.state === "sending") {
    item.bar = document.createElement("progress");
    item.bar.max = 100;
    item.bar.setAttribute("aria-label", `Đang tải ${item.name}`);
    item.label = document.createElement("span");
    state.append(item.bar, item.label);
    showPercent(item);
  } else {
    state.textContent = item.reason || STATES[item.state];
  }
  return state;
}

function newLine(id, item) {
  const line = document.createElement("li");
  const name = element("span", "upload-name", `${item.name} (${writeSize(item.file.size)})`);
  line.append(name, buttonsFor(id, item), stateOf(item));
  return line;
}

// An unchanged line stays in place: a screen reader would announce a new one again.
function lineOf(id, item) {
  const drawnAs = `${item.state} ${item.reason}`;
  if (item.drawnAs !== drawnAs) item.line = newLine(id, item);
  item.drawnAs = drawnAs;
  return item.line;
}

function replaceLines(list, lines) {
  for (const line of [...list.children]) {
    if (!lines.includes(line)) line.remove();
  }
  for (const [at, line] of lines.entries()) {
    if (list.children[at] !== line) list.insertBefore(line, list.children[at] || null);
  }
}

export function draw(id) {
  const form = formOf(id);
  if (!form) return;
  const { items } = queueOf(id);
  const list = form.querySelector("[data-uploads]");
  const focused = items.find((item) => item.line?.contains(document.activeElement));
  replaceLines(
    list,
    items.map((item) => lineOf(id, item)),
  );
  if (focused && document.activeElement === document.body) {
    focused.line.querySelector("button")?.focus();
  }
  list.hidden = items.length === 0;
  form.querySelector("[data-many]").hidden = items.filter(isUnsent).length < 2;
}

export function showPercent(item) {
  if (!item.bar) return;
  item.bar.value = item.percent;
  item.label.textContent = item.percent < 100 ? `${item.percent}%` : "100%, đang kiểm tra tệp…";
}

export function showMessage(id, text) {
  const line = formOf(id)?.querySelector("[data-uploads-said]");
  if (line) line.textContent = text;
}
