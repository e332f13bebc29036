/* Words marked in a passage go along to the form that adds a task or a group. */

// The web server reads no longer address; an accented letter takes up to nine signs of it
const LONGEST = 3_800;

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
  let words = passage.contains(selection.anchorNode) ? selection.toString().trim() : "";
  if (words) address.searchParams.set("words", words);
  while (words && address.href.length > LONGEST) {
    words = words.slice(0, -20);
    address.searchParams.set("words", words);
  }
  link.href = address.href;
});
