// Brings the card to life: who answers at this hour in this county, another county, and a copy that needs no network.
// Everything it writes is text; without it the page still reads and calls.

import { countyOfZip, wall, whoToCall } from "./calls.js";

const root = document.documentElement;
const language = root.lang === "es" ? 1 : 0;
const say = JSON.parse(document.body.dataset.say);
const CHOSEN = "card.county";
const CHECKED = "card.checked";
const SILENT = ["takes-state", "facility", "hours-unknown"];
const FIRST = ["local-police", "child-protection", "child-abuse-counsel", "trafficking-hotline"];

start();

async function start() {
  keepOffline();
  const table = await load();
  if (table) {
    wireChange(table);
    const place = chosen(table);
    if (place.problem) problem(place.problem);
    show(table, place.county);
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) show(table, chosen(table).county);
    });
  }
  tellAge();
}

async function load() {
  try {
    return await (await fetch("/card/calls.json", { credentials: "omit" })).json();
  } catch {
    return null; // the lines the server wrote stay as they are
  }
}

// Place ---------------------------------------------------------------------------------------------------------

function chosen(table) {
  const asked = new URLSearchParams(location.search);
  const zip = (asked.get("zip") || "").trim();
  const wanted = zip ? countyOfZip(table, zip) : asked.get("county");
  if (wanted && table.counties[wanted]) return { county: wanted };
  const kept = remembered(CHOSEN);
  const county = table.counties[kept] ? kept : root.dataset.county;
  return { county, problem: zip || wanted ? say.zip_unknown.replace("{state}", table.name) : "" };
}

function wireChange(table) {
  const form = document.getElementById("change");
  if (!form) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const zip = form.elements.zip.value.trim();
    const county = zip ? countyOfZip(table, zip) : form.elements.county.value;
    if (!table.counties[county]) {
      problem(say.zip_unknown.replace("{state}", table.name));
      return;
    }
    problem("");
    remember(CHOSEN, county);
    history.replaceState(null, "", location.pathname);
    form.elements.county.value = county;
    form.elements.zip.value = "";
    form.closest("details").open = false;
    show(table, county);
    document.getElementById("who").focus();
  });
}

function problem(text) {
  const line = document.getElementById("problem");
  line.textContent = text;
  line.hidden = !text;
}

// Lines ---------------------------------------------------------------------------------------------------------

function show(table, county) {
  const answers = whoToCall(table, county, Date.now());
  const name = table.counties[county] ? `${table.counties[county][0]}, ${table.state}` : table.name;
  const zone = answers.length ? answers[0].zone : undefined;
  document.getElementById("who").textContent = say.who;
  document.getElementById("place").textContent = `${name} · ${clock(Date.now(), zone)}`;
  document.getElementById("saved-hours").hidden = true;
  const others = answers.filter((one) => one.role !== "emergency"); // 911 is the first thing on the card
  const main = others.filter((one) => FIRST.includes(one.role) && one.line.c !== "web");
  fill("calls", main, table);
  fill("more-calls", others.filter((one) => !main.includes(one)), table);
  document.getElementById("more").hidden = false;
}

function fill(id, answers, table) {
  document.getElementById(id).replaceChildren(...grouped(answers).map((group) => row(group, table)));
}

/** Numbers of the same line (call, or text) stand together. */
function grouped(answers) {
  const groups = [];
  for (const one of answers) {
    const last = groups.at(-1);
    const same = last && last[0].role === one.role && last[0].line.n === one.line.n
      && (last[0].open === one.open || one.line.c === "web");
    if (same && !one.gap) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

function row(group, table) {
  const [one] = group;
  const item = element("li");
  const role = table.roles[one.role] ? table.roles[one.role][language] : one.role;
  item.append(element("p", "role", role));
  if (!one.gap) item.append(numbers(group));
  for (const note of notes(one, table)) item.append(element("p", "note", note));
  if (one.line.s) item.append(element("p", "from", from(one.line, role)));
  return item;
}

function numbers(group) {
  const holder = element("p", "numbers");
  group.forEach((one, index) => {
    holder.append(number(one.line));
    // A page does not answer, so nothing is said of its hours.
    if (!index && one.line.c !== "web") holder.append(state(one));
  });
  return holder;
}

/** Why a line stands here, in the table's own sentences. That a state takes its reports goes without saying. */
function notes(one, table) {
  return one.why.filter(([name]) => !SILENT.includes(name)).map(([name, facts]) => {
    let text = table.say[name][language];
    for (const [key, value] of Object.entries(facts || {})) {
      text = text.replace(`{${key}}`, key === "until" ? clock(value, one.zone) : value);
    }
    return text;
  });
}

function number(line) {
  const link = element("a", line.c === "phone" ? "number" : "number words", line.c === "web" ? host(line.v) : line.v);
  const sms = line.c === "text" && line.v.match(/(\w+) to ([\d-]+)/);
  if (sms) {
    link.href = `sms:${sms[2].replaceAll("-", "")}?&body=${sms[1]}`;
    link.textContent = say.text_to.replace("{word}", sms[1]).replace("{number}", sms[2]);
  } else {
    link.href = line.c === "web" ? line.v : `tel:${line.v.replace(/[^0-9+]/g, "")}`;
  }
  if (line.c === "web") link.rel = "noreferrer";
  return link;
}

function state(one) {
  const kind = one.open ? "open" : one.open === false ? "closed" : "maybe";
  const mark = { open: "●", closed: "○", maybe: "?" }[kind];
  const opens = one.opens ? `, ${say.opens.replace("{when}", clock(one.opens, one.zone))}` : "";
  const label = element("span", `state state-${kind}`, say[kind] + opens);
  label.dataset.mark = mark;
  return label;
}

function from(line, role) {
  const where = line.r === "local-police" && !line.s.startsWith("http") ? line.s : host(line.s);
  const checked = line.y ? say.verified.replace("{date}", day(Date.parse(line.y))) : say.not_verified;
  const name = line.n && line.n !== role && line.r !== "emergency" ? `${line.n} · ` : "";
  return `${name}${say.source}: ${where}, ${line.d.replaceAll("-", "\u2011")} · ${checked}`;
}

// Words ---------------------------------------------------------------------------------------------------------

function element(name, look, text) {
  const made = document.createElement(name);
  if (look) made.className = look;
  if (text) made.textContent = text;
  return made;
}

function host(address) {
  try {
    return new URL(address.split(" ")[0]).hostname.replace(/^www\./, "");
  } catch {
    return address;
  }
}

function clock(at, zone) {
  const now = wall(at, zone || "UTC");
  const time = `${String(Math.floor(now.minute / 60)).padStart(2, "0")}:${String(now.minute % 60).padStart(2, "0")}`;
  const options = { weekday: "short", day: "numeric", month: "short", timeZone: zone };
  return `${new Intl.DateTimeFormat(root.lang, options).format(at)} ${time}`;
}

function day(at) {
  return new Intl.DateTimeFormat(root.lang, { day: "numeric", month: "short", year: "numeric" }).format(at);
}

// Keeping -------------------------------------------------------------------------------------------------------

function keepOffline() {
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.register("/card/worker.js", { scope: "/card/", updateViaCache: "none" }).catch(() => {});
}

async function tellAge() {
  const line = document.getElementById("kept");
  const made = Date.parse(root.dataset.made);
  if (!navigator.serviceWorker) {
    line.textContent = say.not_saved;
    return;
  }
  const newest = await newestVersion();
  if (newest === root.dataset.version) {
    remember(CHECKED, new Date().toISOString());
    await navigator.serviceWorker.ready;
    line.textContent = `${say.offline_ready} ${say.current}`;
  } else if (newest) {
    line.textContent = say.newer;
  } else {
    const since = Math.max(made, Date.parse(remembered(CHECKED)) || 0);
    const days = Math.max(0, Math.floor((Date.now() - since) / 86400000));
    const age = days === 0 ? say.today : days === 1 ? say.day : say.days.replace("{n}", days);
    const told = say.saved.replace("{date}", day(since)).replace("{age}", age);
    line.textContent = days ? `${told} ${say.stale}` : told;
  }
}

async function newestVersion() {
  try {
    const answer = await fetch("/card/version.json", { cache: "no-store", credentials: "omit" });
    return (await answer.json()).version;
  } catch {
    return "";
  }
}

function remembered(name) {
  try {
    return localStorage.getItem(name); // storage: a county's code and a date, nothing about anybody
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    localStorage.setItem(name, value); // storage: a county's code and a date, nothing about anybody
  } catch {
    // a telephone that keeps nothing still shows the card
  }
}

document.querySelector(".leave").addEventListener("click", (event) => {
  event.preventDefault();
  location.replace(navigator.onLine ? event.currentTarget.href : "about:blank");
});
