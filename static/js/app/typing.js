/* Words typed into a field that an answer of htmx replaces: those the request did not carry stay. */

const TEXTS = "textarea[id], input[id]:is([type=text], [type=search], :not([type]))";

const sent = new WeakMap(); // field -> words that the last request of its form carried
let typed = []; // fields in the part that is being replaced: id, words and what was carried
const resumed = []; // fields that have their words again, and listeners soon

// The forms of entries stay in place when they are saved, and guard what is typed themselves.
const isGuarded = (field) => field.form?.matches("[data-entry]");
const textsIn = (part) => [...part.querySelectorAll(TEXTS)].filter((one) => !isGuarded(one));

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt } = event.detail;
  if (elt.matches?.("form")) for (const field of textsIn(elt)) sent.set(field, field.value);
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, shouldSwap, target, xhr } = event.detail;
  if (!shouldSwap || !target?.querySelectorAll) return;
  typed = textsIn(target)
    .map((field) => {
      const isCarried = field.form === requestConfig.elt && sent.has(field);
      const carried = isCarried ? sent.get(field) : field.defaultValue;
      return {
        id: field.id,
        words: field.value,
        carried,
        isTaken: isCarried && xhr.status === 200,
      };
    })
    .filter(({ words, carried }) => words !== carried);
});

// What was taken is not typed once more: only what follows it.
function restOf({ words, carried, isTaken }) {
  return isTaken && words.startsWith(carried) ? words.slice(carried.length).trimStart() : words;
}

document.addEventListener("htmx:afterSwap", () => {
  for (const one of typed.splice(0)) {
    const field = document.getElementById(one.id);
    if (!field?.matches(TEXTS)) continue;
    field.value = restOf(one);
    resumed.push(field);
  }
});

// By now whoever keeps what is typed listens to the new field.
document.addEventListener("htmx:afterSettle", () => {
  for (const field of resumed.splice(0)) {
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
