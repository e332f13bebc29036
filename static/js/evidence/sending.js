/* Send chosen files one by one. */

import { htmx } from "../lib/htmx.js";
import { continueIfWaiting } from "./guarding.js";
import { draw, showMessage, showPercent } from "./list.js";
import { allQueues, formOf, isMoving, isUnsent, queueOf, refuse, removeItem } from "./queue.js";
import { request } from "./request.js";

const REFERENCE = ["number", "issued_on", "issued_on-asked", "issuer", "subject"];
const DISK_FULL = "ổ đĩa của máy chủ đã đầy. Hãy báo người quản trị, rồi chọn lại tệp.";
const NO_LONGER_ALLOWED = [401, 403, 404];
const PROBLEMS = "[data-refusal], .field__error:not([hidden])";

const parse = (html) => new DOMParser().parseFromString(html, "text/html");
const nextOf = (queue) => queue.items.find((item) => item.state === "waiting");

function swap(elementId, html) {
  const target = `#${elementId}`;
  htmx.swap(target, html, { swapStyle: "outerHTML" }, { select: target });
}

/* Whether the person logged in again in another window, which renews the token. */
async function renewToken(id) {
  try {
    const response = await fetch(window.location.pathname);
    const page = parse(await response.text());
    const personOf = (part) => part.querySelector("[data-filing]")?.dataset.filing;
    const token = page.querySelector(`#evidence-${id} [name=csrfmiddlewaretoken]`)?.value;
    // The files of one person must not be sent by another.
    if (!token || personOf(page) !== personOf(document)) return false;
    queueOf(id).batch.token = token;
    return true;
  } catch {
    return false;
  }
}

async function send(id, items) {
  if (items.some((item) => item.state === "expired") && !(await renewToken(id))) return;
  for (const item of items.filter((one) => !isMoving(one))) {
    item.state = "waiting";
    item.percent = 0;
  }
  draw(id);
  run(id);
}

async function run(id) {
  const queue = queueOf(id);
  if (queue.isRunning) return;
  queue.isRunning = true;
  showMessage(id, "");
  let latest = null; // the page after the last accepted file
  try {
    for (let item = nextOf(queue); item; item = nextOf(queue)) {
      item.state = "sending";
      draw(id);
      const xhr = await request(item, queue.batch, showPercent);
      if (xhr) latest = accept(id, queue, item, xhr) || latest;
      draw(id);
    }
  } finally {
    queue.isRunning = false;
  }
  finish(id, queue, latest);
}

/* Act on the response to `item`; returns its HTML where the file was accepted. */
function accept(id, queue, item, { status, responseText }) {
  const response = parse(responseText);
  const isOurs = response.getElementById(`evidence-${id}`) !== null;
  if (isOurs && status === 200) {
    removeItem(queue, item);
    queue.batch.numAdded += 1;
    swap(`evidence-kept-${id}`, responseText);
    return responseText;
  }
  const problems = [...response.querySelectorAll(PROBLEMS)].map((line) => line.textContent);
  const isLoggedOut = NO_LONGER_ALLOWED.includes(status) || (status === 200 && !isOurs);
  if (isOurs && status === 422) refuse(item, problems.join(" "));
  else if (status === 507) refuse(item, `Tệp “${item.name}” chưa được lưu: ${DISK_FULL}`);
  else if (status === 413) refuse(item, `Tệp “${item.name}” quá lớn, máy chủ không nhận.`);
  else item.state = isLoggedOut ? "expired" : "broken";
  return null;
}

function finish(id, queue, latest) {
  const { numAdded, isReferenceUnused } = queue.batch;
  if (latest && !queue.items.length && !isReferenceUnused) {
    // The words went with the file: they do not come back as a draft
    document.dispatchEvent(new CustomEvent("evidence:taken", { detail: { form: formOf(id) } }));
    swap(`evidence-${id}`, latest); // the form closes, as after a plain submission
  } else {
    draw(id);
    const rest = queue.items.length ? ` Còn ${queue.items.length} tệp chưa được nhận.` : "";
    const unused =
      isReferenceUnused && numAdded
        ? " Số, ký hiệu, trích yếu đã ghi chưa dùng: hãy bấm “Sửa” ở từng tệp để ghi."
        : "";
    showMessage(id, `Đã thêm ${numAdded} tệp.${rest}${unused}`);
  }
  continueIfWaiting();
}

/* Start sending, unless the declaration is missing: then its field says so. */
function start(id, form) {
  const declaration = form.elements.is_declared_not_secret;
  form.querySelector("[data-undeclared]").hidden = declaration.checked;
  if (!declaration.checked) {
    declaration.focus();
    return;
  }
  const queue = queueOf(id);
  const numChosen = queue.items.filter((item) => item.state === "chosen").length;
  const given = REFERENCE.filter((name) => name in form.elements);
  const reference = given.map((name) => [name, form.elements[name].value.trim()]);
  const isReferenced = reference.some(([, value]) => value);
  form.querySelector(".alert")?.remove(); // why the last attempt without a file was refused
  queue.batch = {
    url: form.action,
    token: form.elements.csrfmiddlewaretoken.value,
    reference: numChosen === 1 ? reference : [], // it describes one file, never several
    isReferenceUnused: numChosen > 1 && isReferenced,
    numAdded: 0,
  };
  send(
    id,
    queue.items.filter((item) => isUnsent(item) && !isMoving(item)),
  );
}

// htmx sends the form; with chosen files they are sent one by one instead.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt;
  if (!form.matches?.("[data-evidence-form]")) return;
  const id = form.closest("[data-evidence]").dataset.evidence;
  const queue = queueOf(id);
  if (!queue.items.some(isUnsent)) return;
  event.preventDefault();
  if (!queue.isRunning) start(id, form);
});

document.addEventListener("evidence:retry", ({ detail: { id, item } }) => send(id, [item]));

document.addEventListener("evidence:stop", ({ detail: { id, item } }) => {
  item.state = "stopped";
  item.xhr?.abort();
  draw(id);
});

document.addEventListener("evidence:dismiss", ({ detail: { id, item } }) => {
  removeItem(queueOf(id), item);
  draw(id);
  formOf(id)?.querySelector("input[type=file]").focus();
  continueIfWaiting();
});

window.addEventListener("online", () => {
  for (const [id, queue] of allQueues()) {
    const lost = queue.items.filter((item) => item.state === "lost");
    if (lost.length) send(id, lost);
  }
});
