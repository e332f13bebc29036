/* The list of tasks beside the sections; on a narrow screen it stays folded. */

const narrow = window.matchMedia("(max-width: 64rem)");

if (narrow.matches) {
  for (const side of document.querySelectorAll("[data-side]")) side.open = false;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-side] a");
  if (link && narrow.matches) link.closest("details").open = false;
});
