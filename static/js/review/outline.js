/* The outline closes when it has led somewhere, and with Escape. */

const outline = document.querySelector(".outline");

outline?.addEventListener("click", (event) => {
  if (event.target.closest("a")) outline.open = false;
});
outline?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  outline.open = false;
  outline.querySelector("summary").focus();
});
