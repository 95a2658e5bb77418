// The big screen of a vote: asks for the bars every second; the server answers 304 while nothing has changed.

const place = document.querySelector("[data-results]");
const EVERY = 1000;
let stamp = "";

async function look() {
  try {
    const answer = await fetch(place.dataset.results, { headers: stamp ? { "If-None-Match": stamp } : {}, cache: "no-store" });
    if (answer.ok && !answer.redirected) {
      stamp = answer.headers.get("ETag") ?? "";
      place.innerHTML = await answer.text();
    }
  } catch {
    // the network is away: what was counted stays on the screen until it comes back
  }
  setTimeout(look, EVERY);
}

look();
