/* The request that sends one file. It is an XMLHttpRequest: fetch reports no progress of uploads. */

function bodyOf(item, batch) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", batch.token);
  body.append("is_declared_not_secret", "on");
  for (const [name, value] of batch.reference) body.append(name, value);
  body.append("file", item.file, item.name);
  return body;
}

/* Send `item`; resolves to the finished request, or to null where it was lost or stopped. */
export function request(item, batch, showProgress) {
  const xhr = new XMLHttpRequest();
  item.xhr = xhr;
  return new Promise((resolve) => {
    xhr.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      item.percent = Math.round((event.loaded / event.total) * 100);
      showProgress(item);
    });
    xhr.addEventListener("load", () => resolve(xhr));
    xhr.addEventListener("error", () => {
      item.state = "lost";
      resolve(null);
    });
    xhr.addEventListener("abort", () => {
      item.state = "stopped";
      resolve(null);
    });
    xhr.open("POST", batch.url);
    xhr.setRequestHeader("HX-Request", "true");
    xhr.send(bodyOf(item, batch));
  });
}
