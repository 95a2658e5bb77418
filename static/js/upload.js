// form[data-upload-url] (components/photo_picker.html): files go one by one in pieces by the tus protocol (vendor/tus-js-client), with
// progress, and the page stays usable. What broke off goes on by itself; a file chosen again goes on from where it stopped, even after
// the browser was closed. Behind the last piece stands the address of the finished <li>; a refusal is a plain sentence with 4xx.

const PREVIEWED = /^image\/(jpeg|png|webp|gif|avif)$/;
const PIECE = 1024 * 1024;
const PAUSES = [0, 1000, 3000, 5000, 10000];

class Uploads {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=file]");
    this.line = form.querySelector(".upline");
    this.total = this.line.querySelector("progress");
    this.list = form.closest("section").querySelector("[data-upload-list]");
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

  async next() {
    if (this.running) return;
    const upload = this.queue.shift();
    this.line.hidden = !upload;
    if (!upload) return;
    this.running = true;
    const sender = new window.tus.Upload(upload.file, {
      endpoint: this.form.dataset.uploadUrl,
      chunkSize: PIECE,
      retryDelays: PAUSES,
      removeFingerprintOnSuccess: true,
      headers: { "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value },
      metadata: { filename: upload.file.name, filetype: upload.file.type },
      onProgress: (loaded) => this.show(upload, loaded),
      onError: (error) => this.fail(upload, error),
      onSuccess: ({ lastResponse }) => this.finish(upload, lastResponse),
    });
    const [begun] = await sender.findPreviousUploads();
    if (begun) {
      sender.resumeFromPreviousUpload(begun);
      upload.row.querySelector(".cap").textContent = `${upload.file.name}: ${this.form.dataset.uploadOn}`;
    }
    sender.start();
  }

  show({ file, row }, loaded) {
    row.querySelector("progress").value = Math.min(loaded, file.size);
    this.total.max = this.all;
    this.total.value = this.sent + Math.min(loaded, file.size);
  }

  async finish(upload, response) {
    this.sent += upload.file.size;
    const answer = await fetch(response.getHeader("Attachment-Card")).catch(() => null);
    if (answer?.ok) {
      const template = document.createElement("template");
      template.innerHTML = (await answer.text()).trim();
      const row = template.content.firstElementChild;
      const old = document.getElementById(row.id);
      if (old) old.remove();
      this.list.querySelector("[data-upload-none]")?.remove();
      upload.row.replaceWith(row);
      window.htmx?.process(row);
    } else {
      upload.row.querySelector("progress").remove();
      upload.row.className = "";
    }
    this.done();
  }

  fail(upload, error) {
    const response = error.originalResponse;
    const isRefused = response?.getStatus() >= 400 && response.getStatus() < 500;
    const isSentence = response?.getHeader("Content-Type")?.startsWith("text/plain") && response.getBody();
    const state = document.createElement("span");
    state.className = "st stop";
    state.setAttribute("role", "alert");
    state.textContent = isSentence ? response.getBody() : this.form.dataset.uploadFailed;
    upload.row.querySelector("progress")?.remove();
    upload.row.append(state);
    this.all -= upload.file.size;
    if (isRefused && isSentence) upload.row.dataset.refused = "";
    else upload.row.append(this.againButton(upload));
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
      this.add([upload.file]);
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
