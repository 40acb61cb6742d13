// The list of cards: what is searched and filtered for, and a line for each.
import { $, button, clear, element, plural } from "./elements.js";
import { keyOf, project } from "./project.js";

const SHOWN = 200;
const FILTERS = { deck: "deck", tag: "tags", kind: "kind", rule: "rules", plan: "plan" };
const CHANGED = "any change";
let most = SHOWN, only = null, pick = () => {};
let lines = new Map(); // by key: the row as text, and its element

export let selected = null;

function values(row, key) {
  const value = row[key];
  return Array.isArray(value) ? value : [value];
}

function matches(row, words) {
  const text = (row.front + " " + row.path + " " + row.deck + " " + row.tags.join(" ")).toLowerCase();
  if (!words.every((word) => text.includes(word))) return false;
  if (only && !only.test(row)) return false;
  return Object.entries(FILTERS).every(([name, key]) => {
    const wanted = $("by-" + name).value;
    if (name === "plan" && wanted === CHANGED) return row.plan.length > 0;
    return !wanted || values(row, key).includes(wanted);
  });
}

function options() {
  for (const [name, key] of Object.entries(FILTERS)) {
    const select = $("by-" + name), was = select.value, counts = new Map();
    for (const row of project.rows) {
      for (const value of values(row, key)) counts.set(value, (counts.get(value) || 0) + 1);
    }
    const made = [new Option(name === "plan" ? "anything" : "any", "")];
    const changed = project.rows.filter((row) => row.plan.length).length;
    if (name === "plan" && changed) made.push(new Option(CHANGED + " (" + changed + ")", CHANGED));
    for (const value of [...counts.keys()].sort()) {
      made.push(new Option(value + " (" + counts.get(value) + ")", value));
    }
    // A list that is open while somebody writes stays open.
    if (made.map((each) => each.text).join("\n") === [...select.options].map((each) => each.text).join("\n")) continue;
    clear(select).append(...made);
    select.value = made.some((each) => each.value === was) ? was : "";
  }
}

function line(row) {
  const key = keyOf(row), text = JSON.stringify(row), known = lines.get(key);
  if (known && known.text === text) return known.element;
  const made = known ? known.element.firstChild : button("", () => pick(key));
  clear(made).append(element("span", row.front || "(no text)"));
  made.dataset.key = key;
  const about = element("small", row.path + ":" + row.line + (row.ordinal ? " card " + (row.ordinal + 1) : ""));
  for (const each of row.plan) about.append(" ", element("span", each, "badge"));
  if (row.rules.length) {
    const worst = ["error", "warning", "info"][row.worst];
    about.append(" ", element("span", plural(row.rules.length, "finding"), "badge " + worst));
  }
  made.append(about);
  const around = known ? known.element : element("li");
  if (!known) around.append(made);
  lines.set(key, { text, element: around });
  return around;
}

// Only lines that are other than before are drawn, so that the focus stays where it is.
function draw(found) {
  const shown = found.slice(0, most), cards = $("cards"), keys = new Set(shown.map(keyOf));
  for (const [key, known] of lines) {
    if (keys.has(key)) continue;
    known.element.remove();
    lines.delete(key);
  }
  let at = cards.firstChild;
  for (const each of shown.map(line)) {
    if (each === at) at = at.nextSibling;
    else cards.insertBefore(each, at);
  }
  mark(selected);
}

export function found() {
  const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  return project.rows.filter((row) => matches(row, words));
}

export function list() {
  options();
  const rows = found();
  draw(rows);
  $("count").textContent = rows.length.toLocaleString("en") + " of " + plural(project.rows.length, "card");
  $("more").hidden = rows.length <= most;
  $("only").hidden = !only;
  $("only").textContent = only ? "Only " + only.label + " ✕" : "";
}

export function mark(key) {
  selected = key;
  for (const [each, known] of lines) known.element.firstChild.setAttribute("aria-current", String(each === key));
}

export function reveal() {
  const known = lines.get(selected);
  if (known) known.element.scrollIntoView({ block: "nearest" });
}

// Show only what an overview counted: values of the filters by name, or a test with its label.
export function narrow(wanted, test) {
  $("search").value = "";
  for (const name of Object.keys(FILTERS)) $("by-" + name).value = wanted[name] || "";
  only = test || null;
  most = SHOWN;
  list();
  const first = lines.values().next().value;
  if (first) first.element.firstChild.focus();
}

export function start(picked) {
  pick = picked;
  const again = () => { most = SHOWN; list(); };
  for (const name of Object.keys(FILTERS)) $("by-" + name).addEventListener("change", again);
  $("search").addEventListener("input", again);
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("only").addEventListener("click", () => { only = null; again(); $("search").focus(); });
  $("more").addEventListener("click", () => { most += SHOWN; list(); });
}
