// Findings on their way to the server, in the order in which they were typed. Each stays in sight, and on the device,
// until it is saved: without a connection it is sent again, also after the browser was closed, and what is refused can
// be corrected in its place while the next ones go on.

const AGAIN = 3000;

// Only a decision has an owner and a date: of another kind they are neither asked nor sent.
export function askForDecision(form) {
  const isDecision = form.elements.kind.value === "decision";
  form.querySelectorAll("[data-decision]").forEach((part) => { part.hidden = !isDecision; });
  ["owner", "due"].forEach((name) => { form.elements[name].disabled = !isDecision; });
}

export function makeQueue({ list, editor, send, isSaved, complaint, whenSaved, whenAway, whenDropped }) {
  const waiting = [];
  const { textWaiting, textOffline, textUnsaved, textDrop, keptAs } = list.dataset;
  let sending = null;
  let isHalted = false;
  let stateText = navigator.onLine ? textWaiting : textOffline;
  let timer;

  const isHeld = (one) => one === sending;
  const keep = ({ fields }) => localStorage.setItem(keptAs + fields.sent_as, JSON.stringify(fields));

  function show(one) {
    const words = document.createElement("span");
    const state = document.createElement("small");
    words.textContent = one.fields.text;
    state.textContent = stateText;
    one.row.replaceChildren(words, state);
  }

  function tell(text) {
    stateText = isHalted ? textUnsaved : text;
    waiting.filter(({ isRefused }) => !isRefused).forEach(show);
  }

  function leave(one) {
    waiting.splice(waiting.indexOf(one), 1);
    localStorage.removeItem(keptAs + one.fields.sent_as);
    one.row.remove();
    list.hidden = waiting.length === 0;
  }

  function refuse(one, reason) {
    const form = editor.content.firstElementChild.cloneNode(true);
    const { elements } = form;
    ["kind", "text", "owner", "due"].forEach((name) => { elements[name].value = one.fields[name] ?? ""; });
    form.querySelector(".live-error").textContent = reason;
    form.querySelector("[data-cancel]").textContent = textDrop;
    form.querySelector("[data-cancel]").addEventListener("click", () => { leave(one); one.saved(null); whenDropped(one.fields); });
    form.addEventListener("change", () => askForDecision(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { owner: _owner, due: _due, ...others } = one.fields;
      one.fields = { ...others, ...Object.fromEntries(new FormData(form)) };
      one.isRefused = false;
      keep(one);
      show(one);
      drain();
    });
    one.isRefused = true;
    one.row.replaceChildren(form);
    askForDecision(form);
  }

  async function drain() {
    clearTimeout(timer);
    if (sending || isHalted) return;
    for (let one; !isHalted && (one = waiting.find(({ isRefused }) => !isRefused));) {
      sending = one;
      const answer = await send(one.fields);
      sending = null;
      if (isHalted && !isSaved(answer)) return;
      tell(answer.isAway ? textOffline : answer.status ? textWaiting : textUnsaved);
      if (!answer.status) {
        whenAway(answer);
        timer = setTimeout(drain, AGAIN);
        return;
      }
      if (isSaved(answer)) {
        leave(one);
        whenSaved(answer);
        one.saved(answer.id);
      } else {
        refuse(one, complaint(answer));
      }
    }
  }

  function take(fields) {
    const one = { fields, row: document.createElement("li") };
    one.key = new Promise((saved) => { one.saved = saved; });
    waiting.push(one);
    keep(one);
    show(one);
    list.append(one.row);
    list.hidden = false;
    return one;
  }

  const left = Object.keys(localStorage).filter((name) => name.startsWith(keptAs)).map((name) => JSON.parse(localStorage.getItem(name)));
  left.sort((one, other) => one.sent_as.localeCompare(other.sent_as)).forEach(take);
  setTimeout(drain, 0);
  addEventListener("online", () => { tell(textWaiting); drain(); });
  addEventListener("offline", () => tell(textOffline));
  addEventListener("beforeunload", (event) => { if (waiting.length) event.preventDefault(); });

  return {
    get length() { return waiting.length; },
    // While the conference is closed nothing is sent.
    halt(isOver) {
      isHalted = isOver;
      tell(textWaiting);
      drain();
    },
    // Returns a function: takes the finding out of the queue, or gives its key where it is saved or being saved.
    add(fields) {
      const now = String(Date.now()).padStart(15, "0"); // so that what was left is sent in its order
      const one = take({ ...fields, sent_as: `${now}-${crypto.getRandomValues(new Uint32Array(3)).join("-")}` });
      drain();
      return async () => {
        if (!waiting.includes(one) || isHeld(one)) return one.key;
        leave(one);
        return null;
      };
    },
  };
}
