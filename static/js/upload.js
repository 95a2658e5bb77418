// form[data-upload-url] (components/photo_picker.html): files go one by one in pieces by the tus protocol (vendor/tus-js-client), with
// progress, and the page stays usable. What broke off goes on by itself; a file chosen again goes on from where it stopped, even after
// the browser was closed. Behind the last piece stands the address of the finished <li>, which goes into the [data-upload-list] of its
// data-kind; a refusal is a plain sentence with 4xx.

import { fitting } from "./upload_picture.js";

const PREVIEWED = /^image\/(jpeg|png|webp|gif|avif)$/;
const PIECE = 1024 * 1024;
const PAUSES = [0, 1000, 3000, 5000, 10000];
const RETRY = 30000;

// Until there is a line again, and not longer than `milliseconds`.
function pause(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
    window.addEventListener("online", resolve, { once: true });
  });
}

class Uploads {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.input = form.querySelector("input[type=file]");
    this.line = form.querySelector(".upline");
    this.total = this.line.querySelector("progress");
    this.list = form.closest("section").querySelector("[data-upload-list]");
    this.most = { pixels: Number(this.words.uploadPixels), bytes: Number(this.words.uploadBytes), side: Number(this.words.uploadSide) };
    this.headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
    this.queue = [];
    this.all = this.sent = 0;
    this.input.addEventListener("change", () => this.add([...this.input.files]));
    window.addEventListener("online", () => this.retry());
    window.addEventListener("beforeunload", (event) => { if (this.running) event.preventDefault(); });
    if (this.input.files.length) this.add([...this.input.files]); // chosen before this script had come
  }

  add(files) {
    this.input.value = "";
    this.list.querySelectorAll("[data-passing]").forEach((row) => row.remove());
    for (const file of files) {
      this.all += file.size;
      this.queue.push({ file, size: file.size, row: this.row(file) });
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
    const file = await fitting(upload.file, this.most);
    const sender = new window.tus.Upload(file, {
      endpoint: this.words.uploadUrl,
      chunkSize: PIECE,
      retryDelays: PAUSES,
      removeFingerprintOnSuccess: true,
      headers: this.headers,
      metadata: { filename: file.name, filetype: file.type },
      onProgress: (loaded, whole) => this.show(upload, loaded / whole),
      onError: (error) => this.fail(upload, error),
      onSuccess: ({ lastResponse }) => this.finish(upload, { url: sender.url, size: file.size, card: lastResponse.getHeader("Attachment-Card") }),
    });
    const [begun] = await sender.findPreviousUploads();
    if (begun) {
      sender.resumeFromPreviousUpload(begun);
      upload.row.querySelector(".cap").textContent = `${upload.file.name}: ${this.words.uploadOn}`;
    }
    sender.start();
  }

  show({ size, row }, share) {
    row.querySelector("progress").value = share * size;
    this.total.max = this.all;
    this.total.value = this.sent + share * size;
  }

  // The file is safe on the server; its card is fetched as soon as there is a line, while the next file is sent.
  async finish(upload, whole) {
    this.sent += upload.size;
    this.done();
    for (let turn = 1; ; turn += 1) {
      const answer = await this.cardOf(whole).catch(() => null);
      if (answer?.ok && !answer.redirected) return this.place(upload, await answer.text());
      if (answer && answer.status < 500) return this.refuse(upload, whole.refusal ?? this.words.uploadKept);
      this.say(upload, this.words.uploadWaits, "warn");
      await pause(PAUSES[turn] ?? RETRY);
    }
  }

  // Where the answer to the last piece was lost, an empty piece asks for it again.
  async cardOf(whole) {
    if (!whole.card) {
      const headers = { ...this.headers, "Tus-Resumable": "1.0.0", "Upload-Offset": whole.size, "Content-Type": "application/offset+octet-stream" };
      const answer = await fetch(whole.url, { method: "PATCH", headers });
      if (answer.status < 500 && !answer.ok) whole.refusal = answer.status === 422 ? await answer.text() : this.words.uploadGone;
      if (!answer.ok) return answer;
      whole.card = answer.headers.get("Attachment-Card");
    }
    return fetch(whole.card);
  }

  place({ row: waiting, file }, card) {
    const template = document.createElement("template");
    template.innerHTML = card.trim();
    const row = template.content.firstElementChild;
    const list = document.querySelector(`[data-upload-list="${row.dataset.kind}"]`) ?? this.list;
    document.getElementById(row.id)?.remove();
    list.querySelector("[data-upload-none]")?.remove();
    if (list === this.list) waiting.replaceWith(row);
    else {
      list.append(row);
      const section = list.closest("section").querySelector("h2").textContent;
      this.pass(waiting, this.words.uploadElsewhere.replace("{name}", file.name).replace("{section}", section));
    }
    window.htmx?.process(row);
  }

  fail(upload, error) {
    const response = error.originalResponse;
    const status = response?.getStatus() ?? 0;
    const isSentence = response?.getHeader("Content-Type")?.startsWith("text/plain") && response.getBody();
    this.all -= upload.size;
    if (status >= 400 && status < 500) this.refuse(upload, isSentence ? response.getBody() : this.words.uploadGone);
    else {
      this.say(upload, this.words.uploadFailed, "stop");
      upload.row.append(this.againButton(upload));
      setTimeout(() => this.retry(), RETRY);
    }
    this.done();
  }

  // A sentence in the place of the progress.
  say({ row }, words, kind) {
    const state = row.querySelector("[role=alert]") ?? document.createElement("span");
    state.className = `st ${kind}`;
    state.setAttribute("role", "alert");
    if (state.textContent !== words) state.textContent = words;
    row.querySelector("progress")?.remove();
    row.append(state);
  }

  refuse(upload, words) {
    this.say(upload, words, "stop");
    upload.row.dataset.passing = "";
  }

  // A row that only tells something, until the next files are chosen.
  pass(row, words) {
    const said = document.createElement("span");
    said.className = "cap";
    said.setAttribute("role", "status");
    row.className = "";
    row.dataset.passing = "";
    row.replaceChildren(said);
    said.textContent = words;
  }

  againButton(upload) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-secondary";
    button.textContent = this.words.uploadAgain;
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
