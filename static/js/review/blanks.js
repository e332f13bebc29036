/* Once a section has words, its dotted lines are not printed, nor shown. */

import { textOf } from "./saving.js";

const isHeading = (block) => block.dataset.kind === "heading";

function* sectionOf(block) {
  for (const next of ["previousElementSibling", "nextElementSibling"]) {
    let other = block[next];
    while (other?.matches("[data-block]") && !isHeading(other)) {
      yield other;
      other = other[next];
    }
  }
}

document.querySelector("[data-review]")?.addEventListener("block:saved", (event) => {
  const block = event.target;
  if (isHeading(block) || !textOf(block)) return;
  for (const other of sectionOf(block)) {
    if (other.querySelector(".to-fill")) other.hidden = true;
  }
});
