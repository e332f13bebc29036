/* While the mouse is down nothing may move: a press and its release on different elements are no
   click. What changes the height of the page waits here. */

let pressed = null; // the block or element under the mouse while it is down
let waiting = [];

/* Let `change` alter the page without moving `element` under the reader's eyes. */
export function keepInPlace(element, change) {
  const before = element.getBoundingClientRect().top;
  change();
  const top = element.isConnected ? element.getBoundingClientRect().top - before : 0;
  window.scrollBy({ top, behavior: "instant" });
}

function release() {
  const element = pressed;
  const acts = waiting;
  pressed = null;
  waiting = [];
  if (acts.length) {
    keepInPlace(element, () => {
      for (const act of acts) act();
    });
  }
}

/* Call `act` once no mouse button is down, at once if none is. */
export function afterPress(act) {
  if (pressed) waiting.push(act);
  else act();
}

export const pressEnded = () => new Promise(afterPress);

// A finger sends these too, all three with the click at the end of its touch
document.addEventListener(
  "mousedown",
  (event) => {
    if (event.button === 0) pressed = event.target.closest(".block") ?? event.target;
  },
  true,
);
// The click comes directly behind the release, before any timer
for (const end of ["mouseup", "dragend"]) {
  document.addEventListener(end, () => window.setTimeout(release), true);
}
document.addEventListener("mousemove", (event) => {
  if (pressed && event.buttons === 0) release();
});
