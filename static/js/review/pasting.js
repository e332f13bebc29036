/* Pasted words: lines of lists, tables and paragraphs stay apart, and figures copied from this
   paper stay figures. */

const PLACE = /^[\w.:-]+$/;
const ITEM = /^\s*(?:[\uE000-\uF8FF•·▪■●○◦◆❖►➢▶☐□☑✓✔✗§*+–-]|\d{1,2}[.)]|[a-zđ]\))\s+\S/u;
const END = /[.;:!?…]["”»)]?\s*$/u;

const withoutEnds = (line) => line.replace(/^ +| +$/g, "");
const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

// Word puts a tab behind the sign of an item; other tabs separate the cells of a row
const isRow = (line) => line.includes("\t") && !ITEM.test(line);
const isTogether = (before, line) =>
  before !== "" && !END.test(before) && !ITEM.test(line) && !isRow(before) && !isRow(line);

/* Lines that somebody's page or mail broke are one; a paragraph, an item and a row each stay. */
export function linesOf(text) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n").map(withoutEnds);
  return lines
    .map((line, at) => (at && isTogether(lines[at - 1], line) ? ` ${line}` : `\n${line}`))
    .join("")
    .replace(/\n+/g, "\n")
    .trim();
}

function htmlOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return escaped(node.data.replace(/\s+/g, " "));
  const { figure, source } = node.dataset ?? {};
  const place = figure || source;
  if (place && PLACE.test(place)) {
    const name = figure ? "data-figure" : "data-source";
    return `<span ${name}="${place}">${escaped(node.textContent)}</span>`;
  }
  return [...node.childNodes].map(htmlOf).join("");
}

/* The pasted `html` as plain words with figures; empty where it has none of this paper. */
export function withFigures(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return body.querySelector("[data-figure], [data-source]") ? htmlOf(body).trim() : "";
}
