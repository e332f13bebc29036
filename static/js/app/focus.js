/* Keep the keyboard focus in a part of the page that htmx replaces. */

let wasInside = false;

document.addEventListener("htmx:beforeSwap", (event) => {
  wasInside = event.detail.target.contains(document.activeElement);
});

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  if (wasInside && part.isConnected && document.activeElement === document.body) {
    part.tabIndex = -1;
    part.focus({ preventScroll: true });
  }
  wasInside = false;
});
