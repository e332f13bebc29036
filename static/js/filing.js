/* The filing page: says what is not saved yet, keeps it in the browser, and tries again.
   Everything here has a plain form behind it. */
(() => {
  "use strict";

  const RETRY_MS = 5000;
  const unsaved = new Map(); // form -> number of changes not yet acknowledged
  const formOf = (element) => element.closest("form[data-entry]");
  const stateOf = (form) => form.querySelector(".save-state");
  const keyOf = (form) => `filing:${form.closest("[data-filing]").dataset.filing}:${form.dataset.entry}`;

  function say(form, words, style) {
    const state = stateOf(form);
    let line = state.querySelector("[data-line]");
    if (!line) {
      [...state.children].forEach((child) => { if (child.name !== "version") child.remove(); });
      line = document.createElement("span");
      line.dataset.line = "";
      state.append(line);
    }
    line.className = `saved-state saved-state--${style}`;
    line.textContent = words;
  }

  function keep(form) {
    const typed = {};
    new FormData(form).forEach((value, name) => { if (name !== "csrfmiddlewaretoken") typed[name] = value; });
    try { localStorage.setItem(keyOf(form), JSON.stringify(typed)); } catch { /* no room: the page still holds it */ }
  }

  function forget(form) {
    try { localStorage.removeItem(keyOf(form)); } catch { /* nothing was kept */ }
  }

  function touch(form) {
    unsaved.set(form, (unsaved.get(form) || 0) + 1);
    keep(form);
    if (!stateOf(form).querySelector(".alert")) say(form, "Chưa lưu", "pending");
  }

  // Text that a lost line or a closed window left behind comes back, marked as not saved.
  function restore(form) {
    let typed = null;
    try { typed = JSON.parse(localStorage.getItem(keyOf(form)) || "null"); } catch { return; }
    if (!typed) return;
    let changed = false;
    for (const field of form.elements) {
      if (!(field.name in typed) || field.type === "hidden") continue;
      if (field.type === "radio") {
        if (field.value === typed[field.name] && !field.checked) { field.checked = true; changed = true; }
      } else if (field.value !== typed[field.name]) {
        field.value = typed[field.name];
        changed = true;
      }
    }
    if (!changed) { forget(form); return; }
    const version = form.querySelector("[name=version]");
    if (typed.version) version.value = typed.version;
    unsaved.set(form, 1);
    say(form, "Đã lấy lại nội dung chưa lưu trên máy này", "pending");
    htmx.trigger(form, "save-now");
  }

  function hasUnsaved() { return unsaved.size > 0; }

  document.addEventListener("input", (event) => {
    const form = formOf(event.target);
    if (form) touch(form);
  });
  document.addEventListener("change", (event) => {
    const form = formOf(event.target);
    if (form && !unsaved.has(form)) touch(form);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt;
    if (!form.matches?.("form[data-entry]")) return;
    // Somebody else saved meanwhile: nothing goes out until the person has decided.
    if (stateOf(form).querySelector("[data-overwrite]")) event.preventDefault();
    form.dataset.sent = String(unsaved.get(form) || 0);
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    if (!form.matches?.("form[data-entry]") || !event.detail.successful) return;
    if (!event.detail.xhr.responseText.includes("save-state")) return;
    if (String(unsaved.get(form) || 0) === form.dataset.sent) {
      unsaved.delete(form);
      forget(form);
    }
    sendIfWaiting();
  });

  function failed(event) {
    const form = event.detail.elt;
    if (!form.matches?.("form[data-entry]")) return;
    const gone = event.detail.xhr && [403, 404].includes(event.detail.xhr.status);
    say(form, gone
      ? "Chưa lưu: phiên làm việc đã hết. Nội dung được giữ trên máy này; hãy tải lại trang và đăng nhập."
      : "Chưa lưu: mất kết nối. Nội dung được giữ trên máy này và sẽ tự lưu lại.", "error");
    if (!gone) window.setTimeout(() => { if (unsaved.has(form)) htmx.trigger(form, "save-now"); }, RETRY_MS);
  }
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status !== 422) failed(event);
  });

  // A session that ended answers with the log-in page: that is no save.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = event.detail.requestConfig?.elt;
    if (!form?.matches?.("form[data-entry]")) return;
    if (event.detail.xhr.status === 200 && !event.detail.xhr.responseText.includes("save-state")) {
      event.detail.shouldSwap = false;
      event.detail.isError = true;
      say(form, "Chưa lưu: phiên làm việc đã hết. Nội dung được giữ trên máy này; hãy tải lại trang và đăng nhập.", "error");
    }
  });

  document.addEventListener("click", (event) => {
    const save = event.target.closest("[data-save]");
    if (save) {
      event.preventDefault();
      htmx.trigger(formOf(save), "save-now");
    }
    const take = event.target.closest("[data-take-previous]");
    if (take) {
      event.preventDefault();
      const form = formOf(take);
      form.querySelectorAll("[data-previous] [data-field]").forEach((text) => {
        const field = form.elements[text.dataset.field];
        if (!field.value.trim()) field.value = text.textContent;
      });
      touch(form);
      htmx.trigger(form, "save-now");
    }
    const overwrite = event.target.closest("[data-overwrite]");
    if (overwrite) {
      event.preventDefault();
      const form = formOf(overwrite);
      form.querySelector("[name=version]").value = overwrite.dataset.overwrite;
      overwrite.closest(".alert").remove();
      touch(form);
      htmx.trigger(form, "save-now");
    }
  });

  // Sending waits until what was typed is saved.
  let waiting = null;
  function sendIfWaiting() {
    if (waiting && !hasUnsaved()) {
      const form = waiting;
      waiting = null;
      form.submit();
    }
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form[data-entry]")) {
      unsaved.delete(form); // a plain submission of this very form carries the text itself
      forget(form);
      return;
    }
    if (!form.matches("[data-send]") || event.defaultPrevented || !hasUnsaved()) return;
    event.preventDefault();
    waiting = form;
    form.querySelector("[data-send-note]").textContent = "Đang lưu nốt nội dung vừa gõ rồi gửi…";
    unsaved.forEach((_, entry) => htmx.trigger(entry, "save-now"));
    window.setTimeout(() => {
      if (!waiting) return;
      waiting = null;
      form.querySelector("[data-send-note]").textContent = "Còn nội dung chưa lưu được. Hãy xem các mục có chữ “Chưa lưu”.";
    }, 8000);
  });

  window.addEventListener("beforeunload", (event) => {
    if (hasUnsaved() && !waiting) event.preventDefault();
  });
  window.addEventListener("online", () => unsaved.forEach((_, form) => htmx.trigger(form, "save-now")));

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-filing]").forEach((filing) => filing.classList.add("is-live"));
    if (window.matchMedia("(max-width: 64rem)").matches) {
      document.querySelectorAll("[data-side]").forEach((side) => { side.open = false; });
    }
    document.querySelectorAll("form[data-entry]").forEach(restore);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-side] a");
    if (link && window.matchMedia("(max-width: 64rem)").matches) link.closest("details").open = false;
  });
})();
