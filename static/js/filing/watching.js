/* Show what others save or send while the page is open; poll only while it is visible. */

import { isChanged } from "../lib/fields.js";
import { htmx } from "../lib/htmx.js";

const INTERVAL = 30_000;
const LONGEST_REQUEST = 20_000;

const page = document.querySelector("[data-changes]");
let timer = null;
let isPolling = false;

const formsBesideEntry = (article) => [...article.querySelectorAll("form:not([data-entry])")];

/* The state of a section as this page knows it: the server compares it with its own. */
function stateOf(article) {
  const version = article.querySelector("form[data-entry] [name=version]");
  const [known, status] = article.dataset.seen.split(/(?=[a-z])/);
  const evidence = article.querySelector("[data-held]")?.dataset.held || "";
  return `${article.id.replace("entry-", "")}.${version ? version.value : known}${status}${evidence}`;
}

// A section with unsaved input is not replaced; its next save compares the two versions.
function hasInput(article) {
  if (article.querySelector("[data-unsaved], [data-merge], .upload-state")) return true;
  return formsBesideEntry(article).some((form) => [...form.elements].some(isChanged));
}

function notify(article, message) {
  article.querySelector(".by-others")?.remove();
  const line = document.createElement("p");
  line.className = "by-others";
  line.setAttribute("role", "status");
  // A live region announces only text that comes after it is in the page.
  article.querySelector(".entry-head").after(line);
  line.textContent = message;
}

// The list alone is replaced: input beside it and files chosen for upload stay untouched.
async function renewEvidence(article, change) {
  const list = article.querySelector("[data-held]");
  article.dataset.notified = change.seen;
  if (list.querySelector(".edit-evidence")) {
    notify(article, `${change.words}. Tải lại trang để xem.`);
    return;
  }
  const options = { target: list, select: `#${list.id}`, swap: "outerHTML" };
  await htmx.ajax("GET", change.url, options);
  notify(article, `${change.words}.`);
}

/* Replace a section, unless somebody begins to type in it meanwhile, or saves something newer than
   the answer. True where it was replaced. Throws where the answer is none: the next poll asks. */
async function renew(article, url) {
  const known = stateOf(article);
  let isReplaced = false;
  let isAnswered = false;
  function decide(event) {
    if (event.target !== article) return;
    isAnswered = event.detail.shouldSwap;
    isReplaced = isAnswered && !hasInput(article) && stateOf(article) === known;
    event.detail.shouldSwap = isReplaced;
  }
  article.addEventListener("htmx:beforeSwap", decide);
  const focused = article.contains(document.activeElement) ? document.activeElement.id : "";
  try {
    await htmx.ajax("GET", url, { target: article, swap: "outerHTML" });
  } finally {
    article.removeEventListener("htmx:beforeSwap", decide);
  }
  if (!isAnswered) throw new Error("no section in the answer");
  if (focused && isReplaced) document.getElementById(focused)?.focus({ preventScroll: true });
  return isReplaced;
}

async function renewSection(article, change) {
  const isRenewed = !hasInput(article) && (await renew(article, change.url));
  const shown = document.getElementById(`entry-${change.entry}`);
  const hint = "Phần bạn đang gõ vẫn còn; khi lưu sẽ đối chiếu hai nội dung.";
  shown.dataset.notified = change.seen;
  notify(shown, isRenewed ? `${change.words}.` : `${change.words}. ${hint}`);
}

async function show(change) {
  const article = document.getElementById(`entry-${change.entry}`);
  if (!article || article.dataset.notified === change.seen) return;
  // A step of this page itself, made while the request was under way
  if (stateOf(article) === `${change.entry}.${change.seen}`) return;
  if (change.is_of_evidence) await renewEvidence(article, change);
  else await renewSection(article, change);
}

async function fetchChanges() {
  const since = [...document.querySelectorAll("article.entry")].map(stateOf).join("-");
  const url = `${page.dataset.changes}?since=${since}`;
  const response = await fetch(url, {
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(LONGEST_REQUEST),
  });
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return response.ok && isJson ? (await response.json()).changes : [];
}

async function poll() {
  if (document.hidden || isPolling) return;
  isPolling = true;
  try {
    for (const change of await fetchChanges()) await show(change);
  } catch {
    // No connection: the next poll shows the changes.
  } finally {
    isPolling = false;
  }
}

function schedule() {
  window.clearInterval(timer);
  timer = document.hidden ? null : window.setInterval(poll, INTERVAL);
}

if (page) {
  document.addEventListener("visibilitychange", () => {
    schedule();
    poll();
  });
  window.addEventListener("focus", poll);
  schedule();
}
