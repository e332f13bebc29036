/* Choose files: with the field of the form, by dropping or by pasting. */

import { draw, showMessage } from "./list.js";
import { formOf, newItem, queueOf, refuse } from "./queue.js";

const isPastedPicture = ({ name }) => name === "" || /^image\.(png|jpe?g)$/i.test(name);
const carriesFiles = (data) => [...(data?.types || [])].includes("Files");
const blockAround = (element) => element.closest?.("[data-evidence]");

// A browser names every picture from the clipboard alike: the time tells two of them apart.
function nameWithTime({ type }) {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const time = `${two(now.getHours())}.${two(now.getMinutes())}.${two(now.getSeconds())}`;
  const day = `${two(now.getDate())}-${two(now.getMonth() + 1)}-${now.getFullYear()}`;
  return `Ảnh dán ${day} ${time}.${type === "image/jpeg" ? "jpg" : "png"}`;
}

function problemOf({ size }, name, maxMb) {
  if (size > maxMb * 1024 * 1024) {
    return `Tệp “${name}” lớn hơn ${maxMb} MB. Hãy giảm dung lượng hoặc chỉ ghi số, ký hiệu văn bản.`;
  }
  return size === 0 ? `Tệp “${name}” rỗng (0 byte). Hãy kiểm tra và chọn lại.` : "";
}

function add(id, files, nameOf = (file) => file.name) {
  const form = formOf(id);
  if (!form || !files.length) return;
  for (const file of files) {
    const item = newItem(file, nameOf(file));
    const problem = problemOf(file, item.name, Number(form.dataset.maxMb));
    if (problem) refuse(item, problem);
    queueOf(id).items.push(item);
  }
  form.closest("details").open = true;
  draw(id);
}

document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.matches("[data-evidence-form] input[type=file]")) return;
  add(blockAround(field).dataset.evidence, [...field.files]);
  field.value = "";
});

let highlighted = null;

function highlight(block) {
  if (highlighted === block) return;
  highlighted?.classList.remove("is-drop");
  highlighted = block;
  highlighted?.classList.add("is-drop");
}

// A file dropped beside a block would take the browser away from the page.
document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event.dataTransfer)) return;
  event.preventDefault();
  const block = blockAround(event.target);
  event.dataTransfer.dropEffect = block ? "copy" : "none";
  highlight(block);
});

document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) highlight(null);
});

document.addEventListener("drop", (event) => {
  if (!carriesFiles(event.dataTransfer)) return;
  event.preventDefault();
  const block = blockAround(event.target);
  highlight(null);
  if (block) add(block.dataset.evidence, event.dataTransfer.files);
});

document.addEventListener("paste", (event) => {
  const data = event.clipboardData;
  const files = [...(data?.files || [])];
  const block = event.target.closest?.("article.entry")?.querySelector("[data-evidence]");
  if (!files.length || !block) return;
  // A table copied from Excel comes with a picture of itself: its text goes into the field.
  if ([...data.types].some((type) => type.startsWith("text/"))) return;
  event.preventDefault();
  const id = block.dataset.evidence;
  add(id, files, (file) => (isPastedPicture(file) ? nameWithTime(file) : file.name));
  showMessage(id, "Đã nhận từ bộ nhớ tạm.");
  block.scrollIntoView({ block: "nearest" });
});
