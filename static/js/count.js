// How long a text is and how long it may be (components/counted.html). The number is seen at once; it is read out only in
// the last tenth before the limit, and only after a pause in typing. Counts characters as the server does.

const PAUSE = 1200;
const NEAR = 0.1;

export function length(text) {
  return [...text.replace(/\r\n/g, "\n")].length;
}

export function sentence(left, words) {
  return left < 0 ? words.overText.replace("{n}", -left) : words.leftText.replace("{n}", left);
}

function follow(box) {
  const field = box.querySelector("[data-count]");
  const shown = box.querySelector("[data-count-shown]");
  const said = box.querySelector("[data-count-said]");
  const limit = Number(field.dataset.count);
  let timer;
  const show = () => {
    const taken = length(field.value);
    const left = limit - taken;
    shown.textContent = left < 0 ? `${taken} / ${limit}. ${sentence(left, box.dataset)}` : `${taken} / ${limit}`;
    shown.classList.toggle("over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => {
      said.textContent = left < limit * NEAR ? sentence(left, box.dataset) : "";
    }, PAUSE);
  };
  field.addEventListener("input", show);
  show();
  clearTimeout(timer);
}

document.querySelectorAll(".counted").forEach(follow);
