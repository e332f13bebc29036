/* Words marked in a passage go along to the form that adds a task or a group. */

const MOST = 2_000;

document.addEventListener("mousedown", (event) => {
  // The browser would give up the selection with the click on the link.
  if (event.target.closest("[data-add]")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-add]");
  if (!link) return;
  const address = new URL(link.href);
  address.searchParams.delete("words");
  const selection = document.getSelection();
  const passage = link.closest(".passage");
  const words = passage.contains(selection.anchorNode) ? selection.toString().trim() : "";
  if (words) address.searchParams.set("words", words.slice(0, MOST));
  link.href = address.href;
});
