/* The steps on the block in hand stand beside it; a step waits until the words are saved. */

import { firstUnsaved, hasUnsaved, saveAll } from "./saving.js";

const PATIENCE = 8_000;

const page = document.querySelector("[data-review]");
const tools = document.querySelector("[data-tools]");
let waiting = null; // the form of a step, while words are being saved
let timer = null;

function standBy(block) {
  for (const field of tools.querySelectorAll("[name=key], [name=after]")) {
    field.value = block.dataset.block;
  }
  const isHidden = block.classList.contains("block--hidden");
  tools.querySelector("[value=hide]").hidden = isHidden;
  tools.querySelector("[value=show]").hidden = !isHidden;
  const history = tools.querySelector("[data-history]");
  history.hidden = block.dataset.version === "0";
  history.search = new URLSearchParams({ key: block.dataset.block });
  tools.hidden = block.dataset.block === "recipients";
  if (tools.previousElementSibling !== block.lastElementChild) block.append(tools);
}

function goOn() {
  if (!waiting || hasUnsaved()) return;
  const { form, submitter } = waiting;
  waiting = null;
  form.requestSubmit(submitter);
}

// The block says beside its words why they are not saved.
function giveUp() {
  if (waiting) firstUnsaved()?.scrollIntoView({ block: "center" });
  waiting = null;
}

if (page && tools) {
  page.addEventListener("block:current", (event) => standBy(event.target));
  page.addEventListener("block:saved", (event) => {
    if (event.target.contains(tools)) standBy(event.target);
    goOn();
  });
  document.addEventListener(
    "submit",
    (event) => {
      if (!hasUnsaved() || event.target.method === "get") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting = { form: event.target, submitter: event.submitter };
      saveAll();
      window.clearTimeout(timer);
      timer = window.setTimeout(giveUp, PATIENCE);
    },
    true,
  );
}
