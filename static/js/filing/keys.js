/* Keys of the filing page: Alt+↓ and Alt+↑ go from task to task, Ctrl+Enter saves and goes on to
   the next one that is not complete. Never while a letter is being composed. */

import { htmx } from "../lib/htmx.js";

const sections = () => [...document.querySelectorAll(".filing-sections > section > .entry")];
const current = () => document.activeElement?.closest(".filing-sections .entry") || null;

// The task under the top of the screen, for whoever is in none of them.
const nearest = () => sections().findIndex((section) => section.getBoundingClientRect().bottom > 120);

function enter(section) {
  const control = section.querySelector(
    "[name=state]:checked, [name=state], textarea, input:not([type=hidden]), summary",
  );
  section.scrollIntoView({ block: "start" });
  control?.focus({ preventScroll: true });
}

function step(by) {
  const all = sections();
  const here = current();
  const at = here ? all.indexOf(here) + by : nearest();
  if (all[at]) enter(all[at]);
}

// The list at the side knows which tasks call for work; a save brings it up to date.
const isOpen = (section) => document.querySelector(
  `#side-${section.id.slice("entry-".length)}:is(.mark-incomplete, .mark-returned)`,
);

function saveAndGoOn() {
  const all = sections();
  const at = all.indexOf(current());
  const form = all[at]?.querySelector("form[data-entry]");
  if (form) htmx.trigger(form, "save-now");
  const next = [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))].find(isOpen);
  if (next) enter(next);
  else document.querySelector("#send")?.scrollIntoView({ block: "start" });
  if (!next) document.querySelector("#send button")?.focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  // Vietnamese is typed by composing: keys pressed meanwhile belong to the input method.
  if (event.isComposing || event.keyCode === 229 || event.shiftKey || event.metaKey) return;
  const isArrow = event.key === "ArrowDown" || event.key === "ArrowUp";
  if (event.altKey && !event.ctrlKey && isArrow && !event.target.matches("select")) {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  }
  if (event.ctrlKey && !event.altKey && event.key === "Enter" && event.target.closest("form[data-entry]")) {
    event.preventDefault();
    saveAndGoOn();
  }
});
