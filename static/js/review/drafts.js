/* Unsaved words of blocks, kept in this browser: for each person, review and block. */

const page = document.querySelector("[data-review]");
const PREFIX = page ? `review:${page.dataset.person}:${page.dataset.review}:` : "";

/* Keep what was typed in a block; false where the browser has no room. */
export function keep(key, draft) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ ...draft, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // A browser without storage has kept nothing.
  }
}

/* All drafts of this review as pairs of key and draft. */
export function all() {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => [name.slice(PREFIX.length), JSON.parse(localStorage.getItem(name))]);
  } catch {
    return [];
  }
}
