// Warns before the idle limit, and covers the page when it has passed.
// What was typed stays in the page under the cover and is stored nowhere: a closed tab forgets it.
// Several tabs of one member share their activity (a bare "now" on a channel, never content).

const { idle, member, stay, signIn } = document.body.dataset;
const LIMIT = Number(idle) * 1000;
const WARN = Math.min(120_000, LIMIT / 4);
const PING = Math.min(300_000, LIMIT / 4);

const warning = document.querySelector("[data-warn]");
const cover = document.querySelector("[data-cover]");
const says = document.querySelector("[data-cover-says]");
const channel = "BroadcastChannel" in window ? new BroadcastChannel("harborlight-activity") : null;

let seen = Date.now();   // when the server last heard of this member
let active = false;      // whether something was done here since

if (LIMIT > 0 && warning && cover) start();

function start() {
  for (const sign of ["keydown", "pointerdown", "scroll"]) {
    window.addEventListener(sign, () => { active = true; }, { passive: true, capture: true });
  }
  channel?.addEventListener("message", () => heard());
  channel?.postMessage("now");
  document.querySelector("[data-stay-now]").addEventListener("click", () => ping());
  document.querySelector("[data-uncover]").addEventListener("click", () => uncover());
  document.querySelector("[data-sign-in-again]").addEventListener("click", () => window.open(signIn, "_blank", "noopener"));
  // A page brought back by "back" may be of a session that has ended.
  window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
  document.addEventListener("visibilitychange", () => look());
  setInterval(look, Math.min(5000, LIMIT / 20));
}

// The clock of the wall, not a count of ticks: a phone asleep ticks not at all.
function look() {
  const quiet = Date.now() - seen;
  if (quiet >= LIMIT) return close();
  if (active && quiet >= PING && cover.hidden) return ping();
  if (quiet >= LIMIT - WARN && cover.hidden && !warning.open) warning.showModal();
}

function heard() {
  seen = Date.now();
  active = false;
  if (warning.open) warning.close();
}

async function ask() {
  const answer = await fetch(stay, { headers: { accept: "application/json" }, redirect: "error", cache: "no-store" });
  return answer.ok ? answer.json() : null;
}

async function ping() {
  active = false;
  try {
    const who = await ask();
    if (who?.member !== member) return close();
    heard();
    channel?.postMessage("now");
  } catch {
    // No network, or signed out: the clock goes on, and the cover falls at the limit.
  }
}

function close() {
  if (!cover.hidden) return;
  if (warning.open) warning.close();
  for (const part of document.body.children) if (part !== cover) part.inert = true;
  document.body.dataset.covered = "";
  cover.hidden = false;
  cover.querySelector("h1").focus();
}

async function uncover() {
  let who = null;
  try { who = await ask(); } catch { /* said below */ }
  if (!who) {
    says.textContent = says.dataset.notYet;
    return;
  }
  // Somebody else has signed in: this page is not theirs.
  if (who.member !== member) return window.location.replace("/");
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = who.token;
  for (const part of document.body.children) part.inert = false;
  delete document.body.dataset.covered;
  cover.hidden = true;
  says.textContent = "";
  heard();
}
