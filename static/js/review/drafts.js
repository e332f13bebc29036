/* Unsaved words, kept in this browser: for each person, review, block or form, and window. */

import * as storage from "../lib/storage.js";

const page = document.querySelector("[data-drafts]");
const PREFIX = page ? `review:${page.dataset.person}:${page.dataset.drafts}:` : "";
// Two windows on one block do not overwrite what the other has not saved
const WINDOW = `#${Math.random().toString(36).slice(2)}`;

const nameOf = (key) => PREFIX + key + WINDOW;

/* Keep what was typed in a block or form; false where the browser has no room. */
export const keep = (key, draft) => storage.keep(nameOf(key), { ...draft, at: Date.now() });

export const forget = (key) => drop(nameOf(key));

/* Forget what a window of before kept under `name`. */
export const { drop } = storage;

/* All drafts of this review, each with its name and the key of its block or form. */
export function all() {
  return storage.all(PREFIX).map(([name, draft]) => {
    const [key] = name.slice(PREFIX.length).split("#");
    return { name, key, draft };
  });
}
