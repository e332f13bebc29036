/* The block in hand shows its links and tools, and stays where it is in sight meanwhile. */

import { afterPress, keepInPlace } from "./pressing.js";

const sheet = document.querySelector(".sheet");
let current = null;

function take(block) {
  if (block === current) return;
  keepInPlace(block, () => {
    current?.classList.remove("is-current");
    block.classList.add("is-current");
    current = block;
    block.dispatchEvent(new CustomEvent("block:current", { bubbles: true }));
  });
}

sheet?.addEventListener("focusin", (event) => {
  const block = event.target.closest(".block");
  if (block) afterPress(() => take(block));
});
