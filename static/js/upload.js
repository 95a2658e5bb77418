// form[data-upload-url] (components/photo_picker.html): photos go one by one with progress, and the page stays usable.
// The server answers the finished <li> with 201, or a plain sentence with 4xx.

const PREVIEWED = /^image\/(jpeg|png|webp|gif|avif)$/;

class Uploads {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=file]");
    this.line = form.querySelector(".upline");
    this.total = this.line.querySelector("progress");
    this.list = document.querySelector("[data-upload-list]");
    this.queue = [];
    this.all = this.sent = 0;
    this.input.addEventListener("change", () => this.add([...this.input.files]));
    window.addEventListener("online", () => this.retry());
    window.addEventListener("beforeunload", (event) => { if (this.running) event.preventDefault(); });
  }

  add(files) {
    this.input.value = "";
    this.list.querySelectorAll("[data-refused]").forEach((row) => row.remove());
    for (const file of files) {
      this.all += file.size;
      this.queue.push({ file, row: this.row(file) });
    }
    this.next();
  }

  row(file) {
    const row = document.createElement("li");
    if (PREVIEWED.test(file.type)) {
      const image = document.createElement("img");
      image.src = URL.createObjectURL(file);
      image.alt = "";
      image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
      row.append(image);
    }
    const bar = document.createElement("progress");
    const name = document.createElement("span");
    bar.max = file.size || 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    name.className = "cap";
    name.textContent = file.name;
    row.className = "dim";
    row.append(bar, name);
    this.list.append(row);
    return row;
  }

  next() {
    if (this.running) return;
    const upload = this.queue.shift();
    this.line.hidden = !upload;
    if (!upload) return;
    this.running = true;
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    data.append(this.input.name, upload.file);
    request.open("POST", this.form.dataset.uploadUrl);
    request.setRequestHeader("Accept", "text/html");
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.addEventListener("progress", (event) => this.show(upload, event.loaded));
    request.addEventListener("load", () => this.finish(upload, request));
    request.addEventListener("error", () => this.fail(upload, this.form.dataset.uploadFailed, true));
    request.send(data);
  }

  show({ file, row }, loaded) {
    row.querySelector("progress").value = Math.min(loaded, file.size);
    this.total.max = this.all;
    this.total.value = this.sent + Math.min(loaded, file.size);
  }

  finish(upload, request) {
    this.sent += upload.file.size;
    if (request.status === 201) {
      const template = document.createElement("template");
      template.innerHTML = request.responseText.trim();
      const row = template.content.firstElementChild;
      upload.row.replaceWith(row);
      window.htmx?.process(row);
      this.done();
    } else {
      const sentence = request.getResponseHeader("Content-Type")?.startsWith("text/plain") ? request.responseText : "";
      this.fail(upload, sentence || this.form.dataset.uploadFailed, request.status >= 500);
    }
  }

  fail(upload, sentence, again) {
    upload.row.querySelector("progress")?.remove();
    const state = document.createElement("span");
    state.className = "st stop";
    state.setAttribute("role", "alert");
    state.textContent = sentence;
    upload.row.append(state);
    if (again) upload.row.append(this.againButton(upload));
    else upload.row.dataset.refused = "";
    this.done();
  }

  againButton(upload) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-secondary";
    button.textContent = this.form.dataset.uploadAgain;
    button.dataset.again = "";
    button.addEventListener("click", () => {
      upload.row.remove();
      this.queue.push({ file: upload.file, row: this.row(upload.file) });
      this.next();
    });
    return button;
  }

  retry() {
    this.list.querySelectorAll("[data-again]").forEach((button) => button.click());
  }

  done() {
    this.running = false;
    this.next();
  }
}

document.querySelectorAll("form[data-upload-url]").forEach((form) => new Uploads(form));
