/* Unsaved words, kept in this browser: for each person, review, block or form, and window. */

const page = document.querySelector("[data-drafts]");
const PREFIX = page ? `review:${page.dataset.person}:${page.dataset.drafts}:` : "";
// Two windows on one block do not overwrite what the other has not saved
const WINDOW = `#${Math.random().toString(36).slice(2)}`;

const nameOf = (key) => PREFIX + key + WINDOW;

/* Keep what was typed in a block or form; false where the browser has no room. */
export function keep(key, draft) {
  try {
    localStorage.setItem(nameOf(key), JSON.stringify({ ...draft, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function forget(key) {
  drop(nameOf(key));
}

/* Forget what a window of before kept under `name`. */
export function drop(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // A browser without storage has kept nothing.
  }
}

/* All drafts of this review, each with its name and the key of its block or form. */
export function all() {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => {
        const [key] = name.slice(PREFIX.length).split("#");
        return { name, key, draft: JSON.parse(localStorage.getItem(name)) };
      });
  } catch {
    return [];
  }
}
