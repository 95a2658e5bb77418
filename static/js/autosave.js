// form[data-autosave-url]: what is written is sent a few seconds after a change and kept on the device until the server has it.
// The server answers {"saved": "12:04"} and, where rows are versioned, {"version": 3}; 4xx means: not valid yet.

const PAUSE = 3000;
const RETRY = 15000;
const SKIPPED = new Set(["csrfmiddlewaretoken", "version"]);

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.key = `autosave:${this.url}`;
    this.state = form.querySelector("[data-autosave-state]") ?? document.createElement("span");
    this.sending = false;
    this.restore();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", () => this.stop());
    window.addEventListener("online", () => this.send());
    window.addEventListener("beforeunload", () => { this.leaving = true; });
    window.addEventListener("pageshow", () => { this.leaving = false; });
    window.addEventListener("pagehide", () => this.sendWhileLeaving());
  }

  data() {
    const data = new FormData(this.form);
    [...data.entries()].forEach(([name, value]) => value instanceof File && data.delete(name));
    return data;
  }

  changed() {
    this.pending = true;
    const kept = [...this.data().entries()].filter(([name]) => !SKIPPED.has(name));
    localStorage.setItem(this.key, JSON.stringify(kept));
    this.plan(PAUSE);
  }

  plan(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), milliseconds);
  }

  stop() {
    clearTimeout(this.timer);
    this.pending = false;
    localStorage.removeItem(this.key);
  }

  async send() {
    if (!this.pending || this.sending) return;
    this.sending = true;
    this.pending = false;
    this.say("saving");
    try {
      const answer = await fetch(this.url, { method: "POST", body: this.data(), headers: { Accept: "application/json" } });
      await this.accept(answer);
    } catch {
      if (this.leaving) return;
      this.pending = true;
      this.say("kept");
      this.plan(RETRY);
    } finally {
      this.sending = false;
    }
  }

  async accept(answer) {
    if (answer.status >= 500) throw new Error(answer.statusText);
    if (!answer.ok || answer.redirected) return this.say("refused");
    const { saved, version } = await answer.json();
    if (version != null && this.form.elements.version) this.form.elements.version.value = version;
    if (this.pending) return this.plan(PAUSE);
    localStorage.removeItem(this.key);
    this.say("saved", saved);
  }

  sendWhileLeaving() {
    if (this.pending) navigator.sendBeacon(this.url, this.data());
  }

  say(what, time = "") {
    this.state.textContent = (this.state.dataset[what] ?? "").replace("{time}", time);
  }

  restore() {
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "null");
    if (!kept) return;
    for (const field of this.form.elements) {
      if (!field.name || SKIPPED.has(field.name) || ["hidden", "file", "submit", "button"].includes(field.type)) continue;
      const values = kept.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (field.multiple) [...field.options].forEach((option) => { option.selected = values.includes(option.value); });
      else if (values.length) [field.value] = values;
      field.tomselect?.sync();
    }
    this.pending = true;
    this.say(navigator.onLine ? "saving" : "kept");
    this.plan(0);
  }
}

document.querySelectorAll("form[data-autosave-url]").forEach((form) => new Autosave(form));
