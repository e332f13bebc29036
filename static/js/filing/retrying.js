/* Retry saves that did not reach the server: one form after another, at growing intervals. */

import { isMerging, save } from "./entry_form.js";
import { unreached } from "./unsaved.js";

const FIRST_PAUSE = 4_000;
const LONGEST_PAUSE = 60_000;

let pause = FIRST_PAUSE;
let timer = null;

export function saveNext() {
  const form = [...unreached].find((one) => one.isConnected && !isMerging(one));
  if (form) save(form);
}

export function retryLater() {
  if (timer) return;
  timer = window.setTimeout(() => {
    timer = null;
    saveNext();
  }, pause);
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

export function retryNow() {
  window.clearTimeout(timer);
  timer = null;
  pause = FIRST_PAUSE;
  saveNext();
}

window.addEventListener("online", retryNow);
