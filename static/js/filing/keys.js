/* Keys of the filing page: Alt+↓ and Alt+↑ go from task to task, Ctrl+Enter saves and goes on to
   the next task that is not complete. */

import { save } from "./entry_form.js";

const TOP = 120; // pixels that the head of the page may cover

const sections = () => [...document.querySelectorAll(".filing-sections > section > .entry")];
const current = () => document.activeElement?.closest(".filing-sections .entry") || null;
const topmost = () => sections().findIndex((one) => one.getBoundingClientRect().bottom > TOP);

function enter(section) {
  const control = section.querySelector(
    "[name=state]:checked, [name=state], textarea, input:not([type=hidden]), summary",
  );
  section.scrollIntoView({ block: "start" });
  control?.focus({ preventScroll: true });
}

// Without a section in focus, begin with the one at the top of the screen.
function move(by) {
  const all = sections();
  const here = current();
  const next = all[here ? all.indexOf(here) + by : topmost()];
  if (next) enter(next);
}

// The list of tasks at the side shows which are open; each save updates it.
function isOpen(section) {
  const item = `#side-${section.id.slice("entry-".length)}`;
  return document.querySelector(`${item}:is(.mark-incomplete, .mark-returned)`);
}

function goToSending() {
  document.querySelector("#send")?.scrollIntoView({ block: "start" });
  document.querySelector("#send button")?.focus({ preventScroll: true });
}

function saveAndGoOn() {
  const all = sections();
  const here = all.indexOf(current());
  const form = all[here]?.querySelector("form[data-entry]");
  if (form) save(form);
  const others = [...all.slice(here + 1), ...all.slice(0, Math.max(here, 0))];
  const next = others.find(isOpen);
  if (next) enter(next);
  else goToSending();
}

// Vietnamese is typed by composing: keys pressed meanwhile belong to the input method.
const isComposing = (event) => event.isComposing || event.keyCode === 229;

document.addEventListener("keydown", (event) => {
  if (isComposing(event) || event.shiftKey || event.metaKey) return;
  const { altKey, ctrlKey, key, target } = event;
  const isArrow = key === "ArrowDown" || key === "ArrowUp";
  if (altKey && !ctrlKey && isArrow && !target.matches("select")) {
    event.preventDefault();
    move(key === "ArrowDown" ? 1 : -1);
  }
  if (ctrlKey && !altKey && key === "Enter" && target.closest("form[data-entry]")) {
    event.preventDefault();
    saveAndGoOn();
  }
});
