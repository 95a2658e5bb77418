// form[data-autosave-url]: what is written is sent a few seconds after a change and kept on the device until the server has it.
// The server answers
//   200 {"saved": "12:04", "version": 3, "wrong": {name: why}}   kept, but for what is wrong;
//   409 {"version": 4, "values": {name: [value]}}                another device saved meanwhile: this is what is kept now;
//   409 {"closed": true}                                         nothing can be saved any more;
//   422                                                          nothing of it could be kept;
//   401, 403, 404, 410, or a redirect                            signed out, or the address works no more.
// Two devices are brought together question by question; where both answered one, the writer chooses.
// form[data-autosave-key]: what the device keeps is found again behind another address.
// form[data-autosave-unsaved]: the page itself shows what the server has not saved.

import { choose, nameOf } from "./autosave_choose.js";
import { entriesOf, put, same, served } from "./autosave_values.js";

const PAUSE = 3000;
const RETRY = 15000;
const PATIENCE = 30000;
const GONE = new Set([401, 403, 404, 410]);

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.key = `autosave:${form.dataset.autosaveKey ?? this.url}`;
    this.state = form.querySelector("[data-autosave-state]") ?? document.createElement("span");
    this.base = served(form); // what the server had when this device last agreed with it
    this.sent = []; // what was sent since and may have arrived, though no answer came
    this.restore();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("online", () => this.send());
    window.addEventListener("offline", () => this.sayWaiting());
    window.addEventListener("beforeunload", () => { this.leaving = true; });
    window.addEventListener("pageshow", () => { this.leaving = false; });
    window.addEventListener("pagehide", () => this.sendWhileLeaving());
  }

  get version() {
    return this.form.elements.version?.value ?? "";
  }

  set version(number) {
    if (this.form.elements.version) this.form.elements.version.value = number;
  }

  get kept() {
    return JSON.parse(localStorage.getItem(this.key) ?? "null");
  }

  keep() {
    const { base, sent, version } = this;
    localStorage.setItem(this.key, JSON.stringify({ base, sent, version, mine: entriesOf(this.form) }));
  }

  changed() {
    this.pending = true;
    this.keep();
    this.sayWaiting();
    this.plan(PAUSE);
  }

  plan(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), milliseconds);
  }

  // Answers how it went: "saved", "refused", "kept" (no connection), "choose", "closed", "gone".
  async send() {
    if (this.sending) return this.sending;
    if (!this.pending || this.choosing) return this.choosing ? "choose" : "saved";
    this.pending = false;
    this.sending = this.post();
    const outcome = await this.sending;
    this.sending = null;
    if (this.pending && outcome !== "choose") this.plan(outcome === "kept" ? RETRY : PAUSE);
    return outcome;
  }

  async post() {
    this.say("saving");
    const sent = entriesOf(this.form);
    this.sent = [...this.sent.slice(-9), sent];
    this.keep();
    const data = new FormData(this.form);
    [...data.entries()].forEach(([name, value]) => value instanceof File && data.delete(name));
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const answer = await fetch(this.url, { method: "POST", body: data, headers: { Accept: "application/json" }, signal });
      return await this.accept(answer, sent);
    } catch {
      this.pending = true;
      if (!this.leaving) this.say("kept");
      return "kept";
    }
  }

  async accept(answer, sent) {
    if (answer.status >= 500) throw new Error(answer.statusText);
    if (answer.status === 409) return this.overtaken(await answer.json());
    if (answer.redirected || GONE.has(answer.status)) return this.say("gone");
    if (!answer.ok) return this.say("refused");
    const { saved, version, wrong = {} } = await answer.json();
    if (version != null) this.version = version;
    const unsaved = Object.keys(wrong);
    const before = this.base;
    this.base = { ...sent, ...Object.fromEntries(unsaved.map((name) => [name, before[name] ?? []])) };
    this.sent = [];
    if (this.pending || unsaved.length) this.keep();
    else this.forget();
    return unsaved.length ? this.say("partly", saved, unsaved.map((name) => nameOf(this.form, name)).join(", ")) : this.say("saved", saved);
  }

  async overtaken({ closed, version, values }) {
    if (closed) return this.say("closed");
    const { conflicts, taken } = this.bringTogether(values);
    if (conflicts.length) {
      this.say("choose");
      this.choosing = true;
      const chosen = await choose(this.form, conflicts);
      this.choosing = false;
      Object.entries(chosen).forEach(([name, value]) => put(this.form, name, value));
    }
    this.version = version;
    this.base = values;
    this.sent = [];
    this.pending = Object.entries(entriesOf(this.form)).some(([name, value]) => !same(value, values[name]));
    if (this.pending) {
      this.keep();
      this.plan(0);
    } else this.forget();
    if (taken || conflicts.length) this.say("merged");
    return conflicts.length ? "choose" : "saved";
  }

  // Takes over what only the other device changed; answers the questions that both did.
  bringTogether(theirs) {
    const mine = entriesOf(this.form);
    const conflicts = [];
    let taken = false;
    for (const [name, value] of Object.entries(theirs)) {
      const isOurs = [mine, this.base, ...this.sent].some((known) => same(known[name], value));
      if (!(name in mine) || isOurs) continue;
      if (same(mine[name], this.base[name])) {
        put(this.form, name, value);
        taken = true;
      } else conflicts.push({ name, mine: mine[name], theirs: value });
    }
    return { conflicts, taken };
  }

  forget() {
    localStorage.removeItem(this.key);
    delete this.form.dataset.changed;
  }

  // A form is handed in only when the server has all of it, so that a lost connection takes nothing away.
  async submit(event) {
    if (this.passing || !this.kept) return;
    event.preventDefault();
    const { submitter } = event;
    clearTimeout(this.timer);
    if (this.sending) await this.sending;
    this.pending = true;
    const outcome = await this.send();
    if (outcome !== "saved" && outcome !== "refused" && outcome !== "partly") return;
    this.passing = true;
    this.form.requestSubmit(submitter);
    this.passing = false;
  }

  sendWhileLeaving() {
    if (!this.pending) return;
    this.sent = [...this.sent.slice(-9), entriesOf(this.form)];
    this.keep();
    if (navigator.onLine) navigator.sendBeacon(this.url, new FormData(this.form));
  }

  // What is not sent yet never stands under the time of an earlier save.
  sayWaiting() {
    if (this.pending && !this.choosing) this.say(navigator.onLine ? "saving" : "kept");
  }

  say(what, time = "", names = "") {
    this.state.textContent = (this.state.dataset[what] ?? "").replace("{time}", time).replace("{names}", names);
    return what;
  }

  restore() {
    const { kept } = this;
    const written = Object.entries(entriesOf(this.form)).filter(([name, value]) => !same(value, this.base[name])); // before this script had come
    if (this.form.hasAttribute("data-autosave-unsaved")) {
      if (kept?.version === this.version) this.base = kept.base;
      this.keep();
    } else if (kept) {
      const shown = this.base;
      const number = this.version;
      Object.entries({ ...kept.mine, ...Object.fromEntries(written) }).forEach(([name, value]) => put(this.form, name, value));
      this.base = kept.base;
      this.sent = kept.sent;
      if (kept.version === number) {
        this.pending = true;
        this.say(navigator.onLine ? "saving" : "kept");
        this.plan(0);
      } else this.overtaken({ version: number, values: shown });
    } else if (written.length) this.changed();
  }
}

document.querySelectorAll("form[data-autosave-url]").forEach((form) => new Autosave(form));
