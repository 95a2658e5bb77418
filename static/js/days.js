// How many days two dates give, shown while one types (components/days.html); what is wrong with them the server says.
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

function isBreach(count, [least, most] = []) {
  return count < 1 || (least != null && count < least) || (most != null && count > most);
}

function follow(output) {
  const place = output.closest("form") ?? document;
  const start = place.querySelector("[data-days-start]");
  const end = place.querySelector("[data-days-end]");
  const show = () => {
    const activity = place.querySelector("[data-limits]");
    const limits = activity ? JSON.parse(activity.dataset.limits) : {};
    const count = start.value && end.value ? countDays(start.value, end.value) : null;
    output.textContent = count > 0 ? sentence(output.dataset, count, document.documentElement.lang).replace("{n}", count) : "";
    output.classList.toggle("over", count !== null && isBreach(count, limits[activity?.value]));
  };
  for (const event of ["input", "change", "htmx:afterSettle"]) place.addEventListener(event, show);
  show();
}

document.querySelectorAll("[data-days-output]").forEach(follow);
