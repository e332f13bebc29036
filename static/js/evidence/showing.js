/* Prepare the evidence of a page, or of a part that htmx has fetched. */

import { draw } from "./list.js";
import { hasQueue } from "./queue.js";

// Without a viewer, as on most phones, an address in a frame would download the file instead.
function replaceFrames(part) {
  for (const frame of part.querySelectorAll("[data-preview] iframe")) {
    const text = document.createElement("p");
    text.textContent = "Máy này không xem được PDF ngay trong trang.";
    frame.replaceWith(text);
  }
}

function prepare(part) {
  for (const form of part.querySelectorAll("[data-evidence-form]")) form.classList.add("is-live");
  if (navigator.pdfViewerEnabled === false) replaceFrames(part);
}

// The submitted form has folded: show the evidence that was added, or the reason it was not.
function scrollTo(block) {
  (block.querySelector(".add-evidence .alert") || block).scrollIntoView({ block: "nearest" });
}

prepare(document);

document.addEventListener("htmx:load", (event) => {
  const part = event.detail.elt;
  prepare(part);
  const block = part.matches?.("[data-evidence]") ? part : part.querySelector("[data-evidence]");
  if (!block) return;
  if (hasQueue(block.dataset.evidence)) draw(block.dataset.evidence);
  if (block === part) scrollTo(block);
});

// Forms in which others are edited stay when the list is renewed; the one that was saved closes.
document.addEventListener("htmx:beforeSwap", ({ detail: { requestConfig, target, xhr } }) => {
  const form = requestConfig?.elt;
  if (!form?.matches?.(".edit-evidence") || xhr.status !== 200) return;
  const slot = form.closest("[hx-preserve]");
  if (slot && target !== slot) slot.removeAttribute("id");
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-close-edit]");
  const slot = link?.closest("[id^='edit-']");
  if (!slot) return;
  event.preventDefault();
  slot.replaceChildren();
  slot.closest("li").querySelector(".evidence-acts a")?.focus();
});
