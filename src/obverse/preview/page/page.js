// The page: a list of cards, and one of them in a frame that is never loaded again.
(function () {
  "use strict";
  const SHOWN = 200;
  const $ = (id) => document.getElementById(id);
  const token = document.querySelector("meta[name=obverse-token]").content;
  const filters = { deck: "deck", tag: "tags", kind: "kind", rule: "rules" };
  const frame = $("frame");
  let project = { rows: [], findings: [] };
  let selected = null, card = null, isAnswer = false, isReady = false, most = SHOWN, asked = 0, loads = 0;

  const keyOf = (row) => row.guid + ":" + row.ordinal;
  const clear = (element) => { element.textContent = ""; return element; };

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  // What is listed

  function values(row, key) {
    const value = row[key];
    return Array.isArray(value) ? value : [value];
  }

  function matches(row) {
    const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const text = (row.front + " " + row.path + " " + row.deck + " " + row.tags.join(" ")).toLowerCase();
    if (!words.every((word) => text.includes(word))) return false;
    if ($("by-changed").checked && !row.plan.length) return false;
    return Object.entries(filters).every(([name, key]) => {
      const wanted = $("by-" + name).value;
      return !wanted || values(row, key).includes(wanted);
    });
  }

  function options() {
    for (const [name, key] of Object.entries(filters)) {
      const select = $("by-" + name), was = select.value, counts = new Map();
      for (const row of project.rows) {
        for (const value of values(row, key)) counts.set(value, (counts.get(value) || 0) + 1);
      }
      clear(select).append(new Option("any", ""));
      for (const value of [...counts.keys()].sort()) {
        select.append(new Option(value + " (" + counts.get(value) + ")", value));
      }
      select.value = counts.has(was) ? was : "";
    }
  }

  function item(row) {
    const button = element("button");
    button.type = "button";
    button.dataset.key = keyOf(row);
    button.setAttribute("aria-current", String(keyOf(row) === selected));
    button.append(element("span", row.front || "(no text)"));
    const about = element("small", row.path + ":" + row.line + (row.ordinal ? " card " + (row.ordinal + 1) : ""));
    for (const each of row.plan) about.append(" ", element("span", each, "badge"));
    if (row.rules.length) {
      const worst = ["error", "warning", "info"][row.worst];
      about.append(" ", element("span", row.rules.length + " " + worst, "badge " + worst));
    }
    button.append(about);
    button.addEventListener("click", () => select(keyOf(row)));
    const line = element("li");
    line.append(button);
    return line;
  }

  function list() {
    const found = project.rows.filter(matches);
    clear($("cards")).append(...found.slice(0, most).map(item));
    $("count").textContent = found.length + " of " + project.rows.length + " cards";
    $("more").hidden = found.length <= most;
    return found;
  }

  // The card

  async function select(key, isStill) {
    const row = project.rows.find((each) => keyOf(each) === key);
    if (!row) return;
    if (!isStill) isAnswer = false;
    selected = key;
    for (const each of document.querySelectorAll("#cards button")) {
      each.setAttribute("aria-current", String(each.dataset.key === key));
    }
    const number = ++asked;
    const query = new URLSearchParams({ guid: row.guid, ordinal: row.ordinal });
    const answer = await fetch("/api/card?" + query).catch(() => null);
    if (number !== asked || !answer || !answer.ok) return;
    card = await answer.json();
    if (number === asked) show();
  }

  function show() {
    if (!card) return;
    const client = $("client").value, isNight = $("night").checked;
    document.querySelector(".stage").dataset.client = client;
    $("flip").textContent = isAnswer ? "Show question" : "Show answer";
    $("place").textContent = card.path + ":" + card.line;
    $("place").disabled = !project.has_editor;
    $("deck").textContent = card.deck + " · " + card.kind;
    clear($("badges")).append(...card.plan.map((each) => element("span", each, "badge")));
    clear($("findings")).append(...card.findings.map(finding));
    if (!isReady) return;
    frame.contentWindow.postMessage({
      kind: "show", html: isAnswer ? card.answer : card.question, css: card.css, typed: card.typed,
      number: card.ordinal + 1, isAnswer, client, isNight,
    }, "*");
  }

  function finding(each) {
    const line = element("li");
    line.append(element("span", each.severity, "badge " + each.severity), each.message + " [" + each.rule + "]");
    if (each.hint) line.append(element("small", "help: " + each.hint));
    return line;
  }

  function step(by) {
    const found = list();
    const at = found.findIndex((row) => keyOf(row) === selected);
    const next = found[Math.min(Math.max(at + by, 0), found.length - 1)];
    if (!next) return;
    select(keyOf(next));
    const button = document.querySelector("#cards button[aria-current=true]");
    if (button) button.scrollIntoView({ block: "nearest" });
  }

  function flip() {
    isAnswer = !isAnswer;
    show();
  }

  // Keys are Anki's: space and Enter show the answer and then go on, as do 1 to 4.
  function press(key) {
    if (key === " " || key === "Enter") isAnswer ? step(1) : flip();
    else if (/^[1-4]$/.test(key) && isAnswer) step(1);
    else if (key === "j" || key === "ArrowDown") step(1);
    else if (key === "k" || key === "ArrowUp") step(-1);
    else if (key === "r" && isReady) frame.contentWindow.postMessage({ kind: "replay" }, "*");
    else if (key === "/") $("search").focus();
    else return false;
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea, button")) return;
    if (press(event.key)) event.preventDefault();
  });

  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || !event.data) return;
    if (event.data.kind === "ready") { isReady = true; show(); }
    if (event.data.kind === "key") press(String(event.data.key));
    if (event.data.kind === "no-mathjax") trouble(project.mathjax || "math is not shown: MathJax is missing");
  });

  function trouble(text) {
    $("trouble").textContent = text;
    $("trouble").hidden = !text;
  }

  // What changes

  async function load(changed) {
    const number = ++loads;
    const answer = await fetch("/api/project").catch(() => null);
    const read = answer && answer.ok && await answer.json().catch(() => null);
    if (!read || number !== loads) return;
    const was = project.rows.find((row) => keyOf(row) === selected);
    project = read;
    document.title = (project.name || "obverse") + " – preview";
    $("name").textContent = project.name || "obverse preview";
    $("plan").textContent = project.plan;
    $("state").textContent = project.fault;
    options();
    again(was, changed || []);
  }

  // The card that was shown, or the one that was edited, or what is now where it was.
  function again(was, changed) {
    const edited = $("follow").checked && project.rows.find((row) => changed.includes(row.guid));
    const same = project.rows.find((row) => keyOf(row) === selected);
    const there = was && project.rows.filter((row) => row.path === was.path && row.ordinal === was.ordinal)
      .sort((a, b) => Math.abs(a.line - was.line) - Math.abs(b.line - was.line))[0];
    // A card that no build knows yet is a new one after each edit: it is known by its place.
    const here = same || (there && there.line === was.line && there);
    const isStill = Boolean(here && (here !== same || changed.includes(here.guid)));
    const next = (isStill && here) || edited || here || there || project.rows[0];
    list();
    if (next) select(keyOf(next), next === here);
    else card = null;
  }

  function sources(told) {
    const was = project.rows.find((row) => keyOf(row) === selected);
    const at = project.rows.findIndex((row) => told.paths.includes(row.path));
    const others = project.rows.filter((row) => !told.paths.includes(row.path));
    others.splice(at < 0 ? others.length : at, 0, ...told.rows);
    project.rows = others;
    again(was, told.changed);
  }

  function listen() {
    const events = new EventSource("/events");
    events.addEventListener("sources", (event) => sources(JSON.parse(event.data)));
    events.addEventListener("project", () => load());
    // From here on nothing is missed; what was before is read.
    events.addEventListener("here", () => load());
    events.addEventListener("error", () => { $("state").textContent = "the preview has stopped"; });
  }

  for (const name of Object.keys(filters)) $("by-" + name).addEventListener("change", () => { most = SHOWN; list(); });
  $("search").addEventListener("input", () => { most = SHOWN; list(); });
  $("by-changed").addEventListener("change", list);
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("more").addEventListener("click", () => { most += SHOWN; list(); });
  $("client").addEventListener("change", show);
  $("night").addEventListener("change", show);
  $("flip").addEventListener("click", flip);
  $("previous").addEventListener("click", () => step(-1));
  $("next").addEventListener("click", () => step(1));
  $("place").addEventListener("click", async () => {
    const headers = { "X-Obverse-Token": token, "Content-Type": "application/json" };
    const body = JSON.stringify({ path: card.path, line: card.line });
    const answer = await fetch("/open", { method: "POST", headers, body }).catch(() => null);
    trouble(answer && answer.ok ? "" : answer ? await answer.text() : "the preview has stopped");
  });
  frame.addEventListener("load", () => frame.contentWindow.postMessage({ kind: "hello" }, "*"));
  if (matchMedia("(prefers-color-scheme: dark)").matches) $("night").checked = true;
  listen();
})();
