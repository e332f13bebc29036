/* While several people have the page open: who saved or sent what. Asks only while it is seen. */

import { htmx } from "../lib/htmx.js";

const EVERY = 30000;
const place = document.querySelector("[data-changes]");
let timer = null;
let isAsking = false;

function seen(article) {
  const version = article.querySelector("form[data-entry] [name=version]");
  const [known, status] = article.dataset.seen.split(/(?=[a-z])/);
  const held = article.querySelector("[data-held]")?.dataset.held || "";
  return `${article.id.replace("entry-", "")}.${version ? version.value : known}${status}${held}`;
}

const isChanged = (field) => (field.type === "file" ? field.files.length > 0
  : ["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked
    : "defaultValue" in field && field.type !== "hidden" && field.value !== field.defaultValue);

// Typed and not saved, or about to be: such a section is left alone, and its next save asks.
function isTouched(article) {
  if (article.querySelector("[data-unsaved], [data-merge], .upload-state")) return true;
  return [...article.querySelectorAll("form:not([data-entry])")].some((form) => [...form.elements].some(isChanged));
}

function tell(article, words) {
  article.querySelector(".by-others")?.remove();
  const line = document.createElement("p");
  line.className = "by-others";
  line.setAttribute("role", "status");
  article.querySelector(".entry-head").after(line);
  line.textContent = words;
}

// The list alone: what is typed beside it, or chosen to be uploaded, is not touched.
async function showEvidence(article, change) {
  const list = article.querySelector("[data-held]");
  article.dataset.told = change.seen;
  const isEdited = list.querySelector(".edit-evidence") !== null;
  if (!isEdited) await htmx.ajax("GET", change.url, { target: list, select: `#${list.id}`, swap: "outerHTML" });
  tell(article, isEdited ? `${change.words}. Tải lại trang để xem.` : `${change.words}.`);
}

// Fetched anew, unless somebody begins to type in it while it is under way.
async function renew(article, url) {
  let isLeft = false;
  article.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target !== article) return;
    isLeft = isTouched(article);
    event.detail.shouldSwap = !isLeft;
  });
  const focused = article.contains(document.activeElement) ? document.activeElement.id : "";
  await htmx.ajax("GET", url, { target: article, swap: "outerHTML" });
  if (focused && !isLeft) document.getElementById(focused)?.focus({ preventScroll: true });
  return !isLeft;
}

async function show(change) {
  const article = document.getElementById(`entry-${change.entry}`);
  if (!article || article.dataset.told === change.seen) return;
  if (seen(article) === `${change.entry}.${change.seen}`) return; // our own step, made meanwhile
  if (change.is_of_evidence) { await showEvidence(article, change); return; }
  const isRenewed = !isTouched(article) && await renew(article, change.url);
  const shown = document.getElementById(`entry-${change.entry}`);
  shown.dataset.told = change.seen;
  tell(shown, isRenewed ? `${change.words}.`
    : `${change.words}. Phần bạn đang gõ vẫn còn; khi lưu sẽ đối chiếu hai nội dung.`);
}

async function ask() {
  if (document.hidden || isAsking) return;
  isAsking = true;
  const since = [...document.querySelectorAll("article.entry")].map(seen).join("-");
  try {
    const answer = await fetch(`${place.dataset.changes}?since=${since}`, { headers: { Accept: "application/json" } });
    if (answer.ok && answer.headers.get("Content-Type")?.startsWith("application/json")) {
      for (const change of (await answer.json()).changes) await show(change);
    }
  } catch { /* no line: the next time */ }
  isAsking = false;
}

function watch() {
  window.clearInterval(timer);
  timer = document.hidden ? null : window.setInterval(ask, EVERY);
}

if (place) {
  document.addEventListener("visibilitychange", () => { watch(); ask(); });
  window.addEventListener("focus", ask);
  watch();
}
