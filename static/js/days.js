// How many days two dates give and whether the activity allows it, shown while one types (components/days.html).
// The sentences come from the server in data attributes, so they are in the page's language.

const DAY = 24 * 60 * 60 * 1000;

export function countDays(start, end) {
  return Math.round((Date.parse(end) - Date.parse(start)) / DAY) + 1;
}

export function sentence(words, count, language) {
  if (count === 0) return words.zero;
  const one = language.startsWith("lv") ? count % 10 === 1 && count % 100 !== 11 : count === 1;
  return one ? words.one : words.other;
}

function breach(words, count, [least, most] = []) {
  if (least != null && count < least) return words.short.replace("{least}", least);
  if (most != null && count > most) return words.long.replace("{most}", most);
  return "";
}

function follow(output) {
  const place = output.closest("form") ?? document;
  const start = place.querySelector("[data-days-start]");
  const end = place.querySelector("[data-days-end]");
  const show = () => {
    const activity = place.querySelector("[data-limits]");
    const limits = activity ? JSON.parse(activity.dataset.limits) : {};
    const count = start.value && end.value ? countDays(start.value, end.value) : null;
    const wrong = count === null ? "" : count < 1 ? output.dataset.order : breach(output.dataset, count, limits[activity?.value]);
    const days = count > 0 ? sentence(output.dataset, count, document.documentElement.lang).replace("{n}", count) : "";
    output.textContent = [days, wrong].filter(Boolean).join(": ");
    output.classList.toggle("over", Boolean(wrong));
  };
  for (const event of ["input", "change", "htmx:afterSettle"]) place.addEventListener(event, show);
  show();
}

document.querySelectorAll("[data-days-output]").forEach(follow);
