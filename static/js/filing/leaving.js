/* Warn before the page is closed with unsaved input. */

import { hasUnsaved } from "./unsaved.js";

let isAllowed = false;

/* For steps that leave the page on purpose, with nothing to lose. */
export function allowLeaving(isSafe = true) {
  isAllowed = isSafe;
}

// A page that the browser brings back warns again.
window.addEventListener("pageshow", () => allowLeaving(false));

window.addEventListener("beforeunload", (event) => {
  if (hasUnsaved() && !isAllowed) event.preventDefault();
});
