// At the door: each tick, and each guest counted, is sent by itself, and those of the others come in every two seconds.
// What could not be sent stays as it was set, marked, also on a page opened again, until the server has it. A guest is
// sent under a key, so that the server adds each once however often it is sent.

const door = document.querySelector("[data-door]");
const find = document.querySelector("[data-find]");
const wrong = document.querySelector("[data-error]");
const { keptAs, textAway, textOut, textClosed } = door.dataset;
const waiting = new Map(JSON.parse(localStorage.getItem(keptAs) ?? "[]")); // person > "1" here, "0" not; key of a guest > "1" or "-1"
const PATIENCE = 10000;
const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const isGuest = (key) => key.startsWith("guest-");
const forms = [...door.querySelectorAll("[data-person]")];
let isAsking = false;
let looking = 0;
let known = {
  present: forms.filter((form) => form.querySelector("[aria-pressed=true]")).map((form) => form.dataset.person),
  others: door.querySelector("[data-others]").textContent,
};

function keep() {
  if (waiting.size) localStorage.setItem(keptAs, JSON.stringify([...waiting]));
  else localStorage.removeItem(keptAs);
}

function others() {
  const steps = [...waiting].filter(([key]) => isGuest(key)).map(([, step]) => Number(step));
  return steps.reduce((sum, step) => Math.max(0, sum + step), Number(known.others));
}

function show() {
  const here = new Set(known.present.map(String));
  const ticks = [...waiting].filter(([key]) => !isGuest(key));
  ticks.forEach(([person, state]) => { if (state === "1") here.add(person); else here.delete(person); });
  forms.forEach((form) => {
    const button = form.querySelector("button");
    const isHere = here.has(form.dataset.person);
    button.setAttribute("aria-pressed", isHere);
    button.value = isHere ? "0" : "1";
    form.toggleAttribute("data-unsent", waiting.has(form.dataset.person));
  });
  door.querySelector("[data-here]").textContent = here.size;
  door.querySelector("[data-others]").textContent = others();
  door.querySelector("[data-guests]").toggleAttribute("data-unsent", [...waiting.keys()].some(isGuest));
}

function end() {
  clearInterval(looking);
  door.querySelectorAll("form button").forEach((button) => { button.disabled = true; });
  wrong.textContent = textClosed;
}

// Answers whether the server was reached; `fields` are what is ticked.
async function ask(fields) {
  const body = fields && new FormData(door.querySelector("form"));
  if (fields) body.delete("person");
  Object.entries(fields ?? {}).forEach(([name, value]) => body.set(name, value));
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    const answer = await fetch(fields ? door.dataset.tickUrl : door.dataset.door, { method: fields ? "POST" : "GET", body, headers: { Accept: "application/json" }, cache: "no-store", signal });
    if (answer.status >= 500) throw new Error(answer.statusText);
    if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) {
      wrong.textContent = textOut;
      return false;
    }
    known = await answer.json();
    wrong.textContent = "";
    if (known.closed) end();
    return true;
  } catch {
    wrong.textContent = textAway;
    return false;
  }
}

// One after the other, so that the last tick of a person is the one that stays, and guests are counted in their order.
async function send() {
  if (isAsking) return;
  isAsking = true;
  let isReached = waiting.size > 0 || await ask();
  while (waiting.size && isReached && !known.closed) {
    const [key, value] = waiting.entries().next().value;
    isReached = await ask(isGuest(key) ? { others: value, sent_as: key } : { person: key, here: value });
    const isDone = isReached && !known.closed;
    if (waiting.get(key) === value && (isDone || !isGuest(key))) {
      waiting.delete(key);
      if (!isDone) waiting.set(key, value); // behind the others, should it never be taken
    }
    keep();
  }
  isAsking = false;
  show();
}

door.addEventListener("submit", (event) => {
  event.preventDefault();
  const { submitter, target } = event;
  if (submitter.name === "others") {
    if (others() + Number(submitter.value) < 0) return;
    waiting.set(`guest-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`, submitter.value);
  } else {
    waiting.set(target.dataset.person, submitter.value);
  }
  keep();
  show();
  send();
});

find.addEventListener("input", () => {
  const words = plain(find.value).split(/\s+/).filter(Boolean);
  forms.forEach((form) => { form.hidden = !words.every((word) => plain(form.dataset.words).includes(word)); });
  document.querySelectorAll("[data-group]").forEach((group) => { group.hidden = !group.querySelector("[data-person]:not([hidden])"); });
});

show();
send();
addEventListener("online", send);
looking = setInterval(() => { if (!document.hidden) send(); }, 2000);
