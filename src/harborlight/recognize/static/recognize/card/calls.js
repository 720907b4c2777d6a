// Who answers now, worked out on the telephone from the table of the state. The same answers in the same order as
// library/core/routing.py and hours.py give; tests/recognize/test_card_vectors.py holds the two together.

const DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const DAY = 86400000;
const WEEKDAYS = { Mon: 0, Tue: 1, Wed: 2, Thu: 3, Fri: 4, Sat: 5, Sun: 6 };
const SPOKEN = ["phone", "text", "web"];

// Hours ---------------------------------------------------------------------------------------------------------

/** Hours from their text (the notation of hours.py): spans of [weekday from Monday 0, first minute, minute after]. */
export function parseHours(text) {
  if (!text) return { spans: [], rest: null };
  if (text === "24/7") return { spans: [], rest: true, always: true };
  const spans = [];
  let rest = false;
  for (const part of text.split(";").map((piece) => piece.trim())) {
    if (part === "else unknown") rest = null;
    else spans.push(...rule(part));
  }
  return { spans, rest };
}

function rule(part) {
  const [days, times] = part.split(" ");
  const found = [];
  for (const piece of days.split(",")) {
    const [first, last] = piece.split("-");
    const start = DAYS.indexOf(first);
    let end = DAYS.indexOf(last || first);
    if (end < start) end += 7;
    for (let day = start; day <= end; day += 1) {
      for (const span of times.split(",")) found.push([day % 7, ...span.split("-").map(minutes)]);
    }
  }
  return found;
}

function minutes(clock) {
  const [hour, minute] = clock.split(":").map(Number);
  return hour * 60 + minute;
}

const clocks = new Map();

/** The wall clock of a zone at a moment (milliseconds): date, weekday from Monday 0, minute of the day. */
export function wall(at, zone) {
  if (!clocks.has(zone)) {
    clocks.set(zone, new Intl.DateTimeFormat("en-US", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric",
      minute: "numeric", second: "numeric", weekday: "short",
    }));
  }
  const part = {};
  for (const { type, value } of clocks.get(zone).formatToParts(at)) part[type] = value;
  const [year, month, day, hour, minute] = [part.year, part.month, part.day, part.hour, part.minute].map(Number);
  return { year, month, day, weekday: WEEKDAYS[part.weekday], minute: hour * 60 + minute, second: Number(part.second) };
}

/** Whether somebody answers at that moment: true, false, or null for not known. */
export function openAt(hours, at, zone) {
  const now = wall(at, zone);
  const open = hours.spans.some(([day, start, end]) => day === now.weekday && start <= now.minute && now.minute < end);
  return open || hours.rest;
}

/** The moment it opens next, or null when it is open now or nothing is known. */
export function nextOpen(hours, at, zone) {
  if (!hours.spans.length || openAt(hours, at, zone)) return null;
  const today = wall(at, zone);
  const spans = [...hours.spans].sort((one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2]);
  for (let ahead = 0; ahead < 8; ahead += 1) {
    const date = new Date(Date.UTC(today.year, today.month - 1, today.day + ahead));
    for (const [day, start] of spans) {
      if (day !== (date.getUTCDay() + 6) % 7) continue;
      const opens = moment(date.getTime() + start * 60000, zone);
      if (opens > at) return opens;
    }
  }
  return null;
}

/** The moment of a wall clock time written as if it were UTC. Of two, the first; in a gap, as before the gap. */
function moment(written, zone) {
  const before = written - offset(written - DAY, zone);
  const after = written - offset(written + DAY, zone);
  if (before + offset(before, zone) === written) return before;
  return after + offset(after, zone) === written ? after : before;
}

function offset(at, zone) {
  const now = wall(at, zone);
  const shown = Date.UTC(now.year, now.month - 1, now.day, 0, now.minute, now.second);
  return shown - Math.floor(at / 1000) * 1000;
}

// Places --------------------------------------------------------------------------------------------------------

/** The county of a ZIP code in the table, or "". */
export function countyOfZip(table, code) {
  const run = table.zips[code.slice(0, 3)] || "";
  for (let at = 0; at < run.length; at += 4) {
    if (run.slice(at, at + 2) === code.slice(3)) return Object.keys(table.counties).sort()[parseInt(run.slice(at + 2, at + 4), 36)];
  }
  return "";
}

// Order ---------------------------------------------------------------------------------------------------------

/** Who to call in that county at that moment, in order: {role, line, zone, open, opens, why}.
 *
 * `why` are [name, facts] of sentences in `table.say`; `open` is null when nobody knows; `opens` a moment or null. */
export function whoToCall(table, county, at) {
  const scene = { table, county, at, zone: table.zones[(table.counties[county] || [])[1]] || "America/New_York" };
  const answers = [
    ...serving(scene, "emergency").map((line) => answer(scene, line, [["emergency"]])),
    ...shifts(scene),
    ...childProtection(scene),
    ...serving(scene, "child-protection-facility").map((line) => answer(scene, line, [["facility"]])).sort(byClosed),
    ...national(scene, "trafficking-hotline"),
    ...national(scene, "missing-children"),
    ...fbi(scene),
    ...icac(scene),
    ...national(scene, "runaway-line"),
    ...national(scene, "crisis-line"),
  ];
  return once(answers);
}

function serving({ table, county }, role) {
  return table.lines.filter((line) => line.r === role && SPOKEN.includes(line.c)
    && (!line.f || line.f.includes(county)) && !(line.x && line.x.includes(county)));
}

function answer(scene, line, why = [], role = line.r) {
  const hours = parseHours(line.h);
  const zone = line.z || scene.zone;
  let open = null;
  if (line.v && !(line.c === "web" && hours.always)) open = openAt(hours, scene.at, zone);
  return { role, line, zone, open, opens: open === false ? nextOpen(hours, scene.at, zone) : null,
    why: [...why, ...onHours(scene, line, open, hours)] };
}

/** What is to be said of the hours beyond open or closed. */
function onHours(scene, line, open, hours) {
  if (!line.v || line.c === "web" || line.r === "emergency") return [];
  if (open === false) return line.o === "message" ? [["message"]] : [];
  const said = line.c === "phone" && ageDays(line.d, scene.at) > 730 ? [["old-number", { date: line.d }]] : [];
  return open === null ? [...said, ["hours-unknown"]] : said;
}

/** Days since the facts of a source: a year or a month counts from its beginning, so age is never understated. */
export function ageDays(written, at) {
  if (!written) return 0;
  const [year, month, day] = written.split("-").map(Number);
  return Math.floor((Math.floor(at / DAY) * DAY - Date.UTC(year, (month || 1) - 1, day || 1)) / DAY);
}

function shifts(scene) {
  const now = scene.at;
  return (scene.table.rota || [])
    .filter((shift) => Date.parse(shift.from) <= now && now < Date.parse(shift.to) && shift.f.includes(scene.county))
    .map((shift) => ({
      role: "local-police", open: true, opens: null, zone: scene.zone,
      why: [["rota", { until: Date.parse(shift.to), agency: shift.agency }]],
      line: { k: "", r: "local-police", n: shift.unit, c: "phone", v: shift.v, s: shift.agency, d: shift.d, y: shift.d },
    }));
}

function childProtection(scene) {
  const lines = serving(scene, "child-protection");
  const nearest = (line) => ((line.l === "county") === scene.table.county_first ? 0 : 1);
  const phones = lines.filter((line) => line.c === "phone" && line.v).sort((one, other) => nearest(one) - nearest(other));
  const answers = [...missingLine(scene, phones), ...phones.map((line) => answer(scene, line, takes(scene, line)))];
  const pages = lines.filter((line) => line.c === "web").map((line) => answer(scene, line));
  const closed = answers.filter((one) => one.open === false);
  const first = answers.filter((one) => one.open !== false);
  if (!answers.some((one) => one.open)) {
    const portals = pages.filter((page) => page.open);
    for (const page of portals) page.why = [["portal-now"]];
    first.push(...portals, ...fallbacks(scene, lines, !first.length));
  }
  return [...first, ...closed, ...pages.filter((page) => !first.includes(page))];
}

function takes(scene, line) {
  const facts = { state: scene.table.name, county: countyName(scene) };
  if (line.l === "county") return [["takes-county", facts]];
  return [[scene.table.county_first && !line.x ? "takes-state-for-county" : "takes-state", facts]];
}

/** A gap that is said aloud: a county line that should be here and is not. */
function missingLine(scene, phones) {
  const first = scene.table.county_first;
  if (phones.some((line) => line.l === "county") || (phones.length && !first) || phones.some((line) => line.x)) return [];
  const facts = { state: scene.table.name, county: countyName(scene) };
  return [{ role: "child-protection", open: null, opens: null, gap: true, zone: scene.zone,
    why: [[first ? "county-missing" : "state-missing", facts]],
    line: { k: `missing-${scene.county}`, r: "child-protection", n: "", c: "phone", v: "", s: "", d: "" } }];
}

function countyName(scene) {
  return (scene.table.counties[scene.county] || [""])[0];
}

function fallbacks(scene, lines, allClosed) {
  const stated = lines.some((line) => line.o === "police");
  const open = stated ? "fallback-police-maybe" : "fallback-police";
  const closed = stated ? "fallback-police-stated" : "fallback-police-closed";
  return [
    ...serving(scene, "emergency").map((line) => answer(scene, line, [[allClosed ? closed : open]], "local-police")),
    ...serving(scene, "child-abuse-counsel").filter((line) => line.c === "phone")
      .map((line) => ({ ...answer(scene, line), why: [["fallback-counsel"]] })),
  ];
}

function national(scene, role) {
  return serving(scene, role).filter((line) => line.v).map((line) => answer(scene, line))
    .sort((one, other) => byClosed(one, other) || SPOKEN.indexOf(one.line.c) - SPOKEN.indexOf(other.line.c));
}

function fbi(scene) {
  const known = (scene.table.counties[scene.county] || [])[3] || [];
  const offices = known.map((key) => scene.table.lines.find((line) => line.k === key)).filter(Boolean);
  const found = offices.length ? offices : serving(scene, "fbi-tips").filter((line) => line.c === "phone");
  return found.map((line) => answer(scene, line));
}

function icac(scene) {
  const lines = serving(scene, "icac");
  const listed = lines.filter((line) => line.f && line.f.includes(scene.county));
  if (listed.length) return listed.map((line) => answer(scene, line));
  const statewide = lines.filter((line) => line.l === "state" && !line.f);
  if (statewide.length) return statewide.map((line) => answer(scene, line));
  const maybe = lines.filter((line) => line.l === "regional" && !line.f);
  const finders = serving(scene, "icac-finder").filter((line) => line.c === "phone");
  return [...maybe, ...finders].map((line) => answer(scene, line));
}

function byClosed(one, other) {
  return (one.open === false) - (other.open === false);
}

/** The same line twice is one answer: where it stands first. */
function once(answers) {
  const seen = new Set();
  return answers.filter((one) => {
    const key = [one.role, one.line.c, one.line.k || one.line.v].join("|");
    return !seen.has(key) && seen.add(key);
  });
}
