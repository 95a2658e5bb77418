// At the door: each tick is sent by itself, and those of the others come in every two seconds.

const door = document.querySelector("[data-door]");
const find = document.querySelector("[data-find]");
const wrong = document.querySelector("[data-error]");
const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
let sending = 0;
let looking = 0;

function show({ present, others }) {
  const here = new Set(present.map(String));
  document.querySelectorAll("[data-person]").forEach((form) => {
    const button = form.querySelector("button");
    const isHere = here.has(form.dataset.person);
    button.setAttribute("aria-pressed", isHere);
    button.value = isHere ? "0" : "1";
  });
  document.querySelector("[data-here]").textContent = here.size;
  document.querySelector("[data-others]").textContent = others;
}

function end() {
  clearInterval(looking);
  door.querySelectorAll("form button").forEach((button) => { button.disabled = true; });
  wrong.textContent = door.dataset.textClosed;
}

async function ask(options = {}) {
  sending += 1;
  const mine = sending;
  try {
    const answer = await fetch(options.body ? door.dataset.tickUrl : door.dataset.door, { ...options, headers: { Accept: "application/json" }, cache: "no-store" });
    const isTold = answer.ok || answer.status === 409; // closed meanwhile
    if (!isTold || answer.redirected) throw new Error(answer.statusText);
    const state = await answer.json();
    if (mine === sending) show(state);
    wrong.textContent = "";
    if (state.closed) end();
  } catch {
    wrong.textContent = door.dataset.textAway;
  }
}

door.addEventListener("submit", (event) => {
  event.preventDefault();
  const { submitter } = event;
  const body = new FormData(event.target, submitter);
  if (submitter.name === "here") submitter.setAttribute("aria-pressed", submitter.value === "1");
  ask({ method: "POST", body });
});

find.addEventListener("input", () => {
  const words = plain(find.value).split(/\s+/).filter(Boolean);
  document.querySelectorAll("[data-person]").forEach((form) => {
    form.hidden = !words.every((word) => plain(form.dataset.words).includes(word));
  });
  document.querySelectorAll("[data-group]").forEach((group) => { group.hidden = !group.querySelector("[data-person]:not([hidden])"); });
});

looking = setInterval(() => { if (!document.hidden) ask(); }, 2000);
