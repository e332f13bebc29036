/* The words of a block as the server reads them (reporting/reviews/editing/words.py): a figure is
   {12|place}, a quotation {words|entry:17}, bold **words**, italic __words__. */

const SIGNS = /[\\{}|]|\*(?=\*)|(?<=\*)\*|_(?=_)|(?<=_)_/g;
const LINES = new Set(["P", "DIV", "LI", "H2", "H3", "H4", "H5"]);
const MARKS = { B: "**", STRONG: "**", I: "__", EM: "__" };

const escaped = (text) => text.replaceAll("\u00a0", " ").replace(SIGNS, "\\$&");

function childrenOf(node) {
  let text = "";
  for (const child of node.childNodes) {
    const isLine = LINES.has(child.nodeName);
    if (isLine && text && !text.endsWith("\n")) text += "\n";
    text += typedOf(child);
    if (isLine && child.nextSibling) text += "\n";
  }
  return text;
}

function typedOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.data);
  if (node.nodeName === "BR") return "\n";
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  const { figure, source } = node.dataset;
  if (figure || source) return `{${escaped(node.textContent)}|${figure || source}}`;
  const text = childrenOf(node);
  const mark = MARKS[node.nodeName];
  return mark && text.trim() ? mark + text + mark : text;
}

/* The words in `element`; the dashes before the items of a list are not part of them. */
export function typedIn(element, kind) {
  const text = childrenOf(element)
    .replace(/\n{2,}/g, "\n")
    .trim();
  return kind === "list" ? text.replace(/^- ?/gm, "") : text;
}
