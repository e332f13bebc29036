/* Evidence: files dropped, pasted, photographed or chosen are sent one by one, each with its bar.
   The form behind it sends them all at once where scripts do not run. */

import { htmx } from "../lib/htmx.js";

const REFERENCES = ["number", "issued_on", "issuer", "subject"];
const queues = new Map(); // entry id -> { items, isRunning, batch }
let waitingForUploads = null; // { form, submitter }: a sending that waits for the last file

const blockOf = (id) => document.getElementById(`evidence-${id}`);
const formOf = (id) => blockOf(id)?.querySelector("[data-evidence-form]");
const queueOf = (id) => {
  if (!queues.has(id)) queues.set(id, { items: [], isRunning: false, batch: null });
  return queues.get(id);
};
const isMoving = (item) => item.state === "waiting" || item.state === "sending";
const isUnsent = (item) => item.state !== "refused"; // what was refused stays named until it is taken off
const allItems = (test) => [...queues.values()].flatMap((queue) => queue.items).filter(test);
const sizeOf = (bytes) => (bytes < 1024 * 1024
  ? `${Math.max(1, Math.round(bytes / 1024)).toLocaleString("vi")} KB`
  : `${(bytes / 1024 / 1024).toLocaleString("vi", { maximumFractionDigits: 1 })} MB`);

// --- What is chosen ---

function add(id, files) {
  const form = formOf(id);
  if (!form || !files.length) return;
  const maxMb = Number(form.dataset.maxMb);
  const queue = queueOf(id);
  [...files].forEach((file) => {
    const item = { file, name: nameOf(file), state: "chosen", words: "", percent: 0, xhr: null };
    if (file.size > maxMb * 1024 * 1024) {
      refuse(item, `Tệp “${item.name}” lớn hơn ${maxMb} MB. Hãy giảm dung lượng hoặc chỉ ghi số, ký hiệu văn bản.`);
    } else if (file.size === 0) {
      refuse(item, `Tệp “${item.name}” rỗng (0 byte). Hãy kiểm tra và chọn lại.`);
    }
    queue.items.push(item);
  });
  form.closest("details").open = true;
  draw(id);
}

function refuse(item, words) {
  item.state = "refused";
  item.words = words;
}

// A picture from the clipboard is always called the same: the time tells two of them apart.
function nameOf(file) {
  if (!file.isPasted) return file.name;
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const time = `${two(now.getHours())}.${two(now.getMinutes())}.${two(now.getSeconds())}`;
  const day = `${two(now.getDate())}-${two(now.getMonth() + 1)}-${now.getFullYear()}`;
  return `Ảnh dán ${day} ${time}.${file.type === "image/jpeg" ? "jpg" : "png"}`;
}

// --- What is shown ---

const STATES = {
  chosen: "Chưa tải lên. Bấm “Thêm minh chứng” để tải.",
  waiting: "Đang chờ đến lượt",
  lost: "Mất kết nối, chưa tải xong. Tệp vẫn được giữ ở đây.",
  stopped: "Đã dừng, chưa tải xong.",
  expired: "Phiên làm việc đã hết, tệp vẫn được giữ ở đây. Hãy đăng nhập lại ở một thẻ khác rồi bấm “Tải lại”.",
  broken: "Máy chủ chưa nhận được tệp này. Hãy thử tải lại.",
};

function draw(id) {
  const form = formOf(id);
  if (!form) return;
  const { items } = queueOf(id);
  const list = form.querySelector("[data-uploads]");
  const focused = items.find((item) => item.line?.contains(document.activeElement));
  const lines = items.map((item) => lineOf(id, item));
  // Lines that did not change stay where they are: a reader would be told of them again
  [...list.children].filter((line) => !lines.includes(line)).forEach((line) => line.remove());
  lines.forEach((line, at) => { if (list.children[at] !== line) list.insertBefore(line, list.children[at] || null); });
  if (focused && document.activeElement === document.body) focused.line.querySelector("button")?.focus();
  list.hidden = items.length === 0;
  form.querySelector("[data-many]").hidden = items.filter(isUnsent).length < 2;
}

function lineOf(id, item) {
  const drawnAs = `${item.state} ${item.words}`;
  if (item.drawnAs !== drawnAs) item.line = row(id, item);
  item.drawnAs = drawnAs;
  return item.line;
}

function row(id, item) {
  const line = document.createElement("li");
  const name = document.createElement("span");
  name.className = "upload-name";
  name.textContent = `${item.name} (${sizeOf(item.file.size)})`;
  const acts = document.createElement("span");
  acts.className = "upload-acts";
  if (item.state === "sending" || item.state === "waiting") acts.append(button("Dừng", item, () => stop(id, item)));
  if (["lost", "stopped", "expired", "broken"].includes(item.state)) acts.append(button("Tải lại", item, () => again(id, [item])));
  if (!isMoving(item)) acts.append(button("Bỏ", item, () => drop(id, item)));
  const state = document.createElement("span");
  const isBad = ["refused", "lost", "expired", "broken"].includes(item.state);
  state.className = `upload-state${isBad ? " upload-state--bad" : ""}`;
  if (isBad) state.setAttribute("role", "alert");
  if (item.state === "sending") {
    item.bar = document.createElement("progress");
    item.bar.max = 100;
    item.bar.setAttribute("aria-label", `Đang tải ${item.name}`);
    item.label = document.createElement("span");
    state.append(item.bar, item.label);
    showPercent(item);
  } else {
    state.textContent = item.words || STATES[item.state];
  }
  line.append(name, acts, state);
  return line;
}

function button(words, item, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button--small button--quiet";
  made.textContent = words;
  made.setAttribute("aria-label", `${words} ${item.name}`);
  made.addEventListener("click", act);
  return made;
}

function showPercent(item) {
  if (!item.bar) return;
  item.bar.value = item.percent;
  item.label.textContent = item.percent < 100 ? `${item.percent}%` : "100%, đang kiểm tra tệp…";
}

function say(id, words) {
  const line = formOf(id)?.querySelector("[data-uploads-said]");
  if (line) line.textContent = words;
}

// --- Sending ---

function drop(id, item) {
  const queue = queueOf(id);
  queue.items = queue.items.filter((one) => one !== item);
  draw(id);
  formOf(id)?.querySelector("input[type=file]").focus();
  goOnIfWaiting();
}

function stop(id, item) {
  item.state = "stopped";
  item.xhr?.abort();
  draw(id);
}

async function again(id, items) {
  if (items.some((item) => item.state === "expired") && !(await isLoggedInAgain(id))) return;
  items.forEach((item) => { item.state = "waiting"; item.percent = 0; });
  draw(id);
  run(id);
}

// A log-in in another window renews the token; only the person who chose the files goes on.
async function isLoggedInAgain(id) {
  try {
    const answer = await fetch(window.location.pathname);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const writerOf = (part) => part.querySelector("[data-filing]")?.dataset.filing;
    const token = page.querySelector(`#evidence-${id} [name=csrfmiddlewaretoken]`)?.value;
    if (!token || writerOf(page) !== writerOf(document)) return false;
    queueOf(id).batch.token = token;
    return true;
  } catch { return false; }
}

// Called where the form is submitted with files. False: something is missing, and it is said.
function start(id, form) {
  const declared = form.elements.is_declared_not_secret;
  const complaint = form.querySelector("[data-undeclared]");
  complaint.hidden = declared.checked;
  if (!declared.checked) { declared.focus(); return; }
  const queue = queueOf(id);
  const sent = queue.items.filter((item) => item.state === "chosen");
  const typed = REFERENCES.map((name) => [name, form.elements[name].value.trim()]);
  const isNamed = typed.some(([, value]) => value);
  queue.batch = {
    url: form.action,
    token: form.elements.csrfmiddlewaretoken.value,
    typed: sent.length === 1 ? typed : [],
    leavesTyped: sent.length > 1 && isNamed,
    numAdded: 0,
  };
  again(id, queue.items.filter((item) => isUnsent(item) && !isMoving(item)));
}

async function run(id) {
  const queue = queueOf(id);
  if (queue.isRunning) return;
  queue.isRunning = true;
  say(id, "");
  let last = null;
  for (let item = next(queue); item; item = next(queue)) {
    last = (await send(id, queue, item)) || last;
    draw(id);
  }
  queue.isRunning = false;
  finish(id, queue, last);
}

const next = (queue) => queue.items.find((item) => item.state === "waiting");

// Sends one file. Returns the answered part of the page where the file was taken.
function send(id, queue, item) {
  const { batch } = queue;
  const body = new FormData();
  body.append("csrfmiddlewaretoken", batch.token);
  body.append("is_declared_not_secret", "on");
  batch.typed.forEach(([name, value]) => body.append(name, value));
  body.append("file", item.file, item.name);
  const xhr = new XMLHttpRequest();
  item.xhr = xhr;
  item.state = "sending";
  draw(id);
  return new Promise((resolve) => {
    xhr.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      item.percent = Math.round((event.loaded / event.total) * 100);
      showPercent(item);
    });
    xhr.addEventListener("load", () => resolve(take(id, queue, item)));
    xhr.addEventListener("error", () => { item.state = "lost"; resolve(null); });
    xhr.addEventListener("abort", () => { item.state = "stopped"; resolve(null); });
    xhr.open("POST", batch.url);
    xhr.setRequestHeader("HX-Request", "true");
    xhr.send(body);
  });
}

function take(id, queue, item) {
  const { xhr } = item;
  const answer = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const isOurs = answer.getElementById(`evidence-${id}`) !== null;
  if (isOurs && xhr.status === 200) {
    queue.items = queue.items.filter((one) => one !== item);
    queue.batch.numAdded += 1;
    swap(`evidence-kept-${id}`, xhr.responseText);
    return xhr.responseText;
  }
  const words = [...answer.querySelectorAll("[data-refusal], .field__error:not([hidden])")].map((line) => line.textContent);
  if (isOurs && xhr.status === 422) refuse(item, words.join(" "));
  else if (xhr.status === 413) refuse(item, `Tệp “${item.name}” quá lớn, máy chủ không nhận.`);
  else item.state = [401, 403, 404].includes(xhr.status) || (xhr.status === 200 && !isOurs) ? "expired" : "broken";
  return null;
}

function swap(elementId, html) {
  htmx.swap(`#${elementId}`, html, { swapStyle: "outerHTML" }, { select: `#${elementId}` });
}

function finish(id, queue, last) {
  const { numAdded, leavesTyped } = queue.batch;
  // All taken and nothing typed that was left out: the form closes, as after a plain submission
  if (last && !queue.items.length && !leavesTyped) swap(`evidence-${id}`, last);
  else {
    draw(id);
    const left = queue.items.length ? ` Còn ${queue.items.length} tệp chưa được nhận.` : "";
    const typed = leavesTyped && numAdded ? " Số, ký hiệu, trích yếu đã ghi chưa dùng: hãy bấm “Sửa” ở từng tệp để ghi." : "";
    say(id, `Đã thêm ${numAdded} tệp.${left}${typed}`);
  }
  goOnIfWaiting();
}

// --- Ways in: the form, dropping, pasting ---

document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.matches("[data-evidence-form] input[type=file]")) return;
  add(field.closest("[data-evidence]").dataset.evidence, [...field.files]);
  field.value = "";
});

// htmx sends the form; where files are chosen they go one by one instead.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt;
  if (!form.matches?.("[data-evidence-form]")) return;
  const id = form.closest("[data-evidence]").dataset.evidence;
  if (!queueOf(id).items.some(isUnsent)) return;
  event.preventDefault();
  if (!queueOf(id).isRunning) start(id, form);
});

const carriesFiles = (data) => [...(data?.types || [])].includes("Files");
let zone = null;
function highlight(block) {
  if (zone === block) return;
  zone?.classList.remove("is-drop");
  zone = block;
  zone?.classList.add("is-drop");
}
// A file let go beside a zone would take the browser away from the page.
document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event.dataTransfer)) return;
  event.preventDefault();
  const block = event.target.closest?.("[data-evidence]");
  event.dataTransfer.dropEffect = block ? "copy" : "none";
  highlight(block);
});
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) highlight(null); });
document.addEventListener("drop", (event) => {
  if (!carriesFiles(event.dataTransfer)) return;
  event.preventDefault();
  const block = event.target.closest?.("[data-evidence]");
  highlight(null);
  if (block) add(block.dataset.evidence, event.dataTransfer.files);
});

// Text is never taken: a table copied from Excel comes with a picture of itself.
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files || [])];
  const block = event.target.closest?.("article.entry")?.querySelector("[data-evidence]");
  if (!files.length || !block) return;
  if ([...event.clipboardData.types].some((type) => type.startsWith("text/"))) return;
  event.preventDefault();
  files.forEach((file) => { file.isPasted = file.name === "" || /^image\.(png|jpe?g)$/i.test(file.name); });
  add(block.dataset.evidence, files);
  say(block.dataset.evidence, "Đã nhận từ bộ nhớ tạm.");
  block.scrollIntoView({ block: "nearest" });
});

document.addEventListener("click", (event) => {
  const close = event.target.closest("[data-close-edit]");
  const slot = close?.closest("[id^='edit-']");
  if (!slot) return;
  event.preventDefault();
  slot.replaceChildren();
  slot.closest("li").querySelector(".evidence-acts a")?.focus();
});

// --- Nothing is lost: leaving, sending, and a line that comes back ---

window.addEventListener("beforeunload", (event) => {
  if (allItems(isUnsent).length) event.preventDefault();
});
window.addEventListener("online", () => {
  queues.forEach((queue, id) => {
    const lost = queue.items.filter((item) => item.state === "lost");
    if (lost.length) again(id, lost);
  });
});

function noteOf(form) {
  return form.querySelector("[data-send-note]") || form.querySelector(".save-state");
}

// Before the page's own handling of a sending: files come first.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const isSending = form.matches("[data-send]");
  const isAnswer = form.matches("form[data-entry]") && event.submitter?.matches("[data-answer]");
  if (!isSending && !isAnswer) return;
  const items = isSending ? allItems(isUnsent) : queueOf(form.dataset.entry).items.filter(isUnsent);
  if (!items.length) return;
  event.preventDefault();
  event.stopPropagation();
  if (items.every(isMoving)) {
    waitingForUploads = { form, submitter: event.submitter };
    tell(form, "Đang tải nốt tệp minh chứng rồi gửi…");
  } else {
    const codes = [...queues].filter(([, queue]) => queue.items.some(isUnsent)).map(([id]) => blockOf(id)?.dataset.code);
    tell(form, `Còn tệp đã chọn mà chưa tải lên ở nhiệm vụ ${codes.join(", ")}. Hãy bấm “Thêm minh chứng” hoặc bỏ tệp đó rồi gửi.`);
  }
}, true);

function tell(form, words) {
  const note = noteOf(form);
  if (note.matches("[data-send-note]")) { note.textContent = words; return; }
  let line = note.querySelector("[data-uploads-note]");
  if (!line) {
    line = document.createElement("p");
    line.dataset.uploadsNote = "";
    line.className = "field__error";
    note.append(line);
  }
  line.textContent = words;
}

function goOnIfWaiting() {
  if (!waitingForUploads || allItems(isMoving).length) return;
  const { form, submitter } = waitingForUploads;
  waitingForUploads = null;
  tell(form, "");
  form.requestSubmit(submitter);
}

// --- Parts of the page as they come ---

function prepare(part) {
  part.querySelectorAll("[data-evidence-form]").forEach((form) => form.classList.add("is-live"));
  // No viewer for PDF, as on most phones: an address in a frame would save the file instead
  if (navigator.pdfViewerEnabled === false) {
    part.querySelectorAll("[data-preview] iframe").forEach((frame) => {
      const words = document.createElement("p");
      words.textContent = "Máy này không xem được PDF ngay trong trang.";
      frame.replaceWith(words);
    });
  }
  const block = part.matches?.("[data-evidence]") ? part : part.querySelector("[data-evidence]");
  if (block && part !== document && queues.has(block.dataset.evidence)) draw(block.dataset.evidence);
  // The form that was pressed has folded: show what was added, or why it was not
  if (block && block === part) {
    (block.querySelector(".add-evidence .alert") || block).scrollIntoView({ block: "nearest" });
  }
}
prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
