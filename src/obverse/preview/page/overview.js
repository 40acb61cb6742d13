// The page for the whole: what there is, how long it is, what was found, what an import does.
import { edit, finding, ruleLink } from "./card.js";
import { $, button, clear, element, plural } from "./elements.js";
import * as list from "./list.js";
import { bars, columns } from "./plots.js";
import { project } from "./project.js";

const FEW = 12; // rows of a plot, until all are asked for
const COLOURS = 6; // kinds with a colour of their own
const LENGTHS = [[1, 5], [6, 10], [11, 20], [21, 40], [41, 80], [81, Infinity]];
const open = new Set(); // plots of which all rows are shown
let isLate = true, wide = 0;

export const isOpen = () => !$("overview").hidden;

function counted(of) {
  const counts = new Map();
  for (const row of project.rows) {
    const value = of(row);
    counts.set(value, (counts.get(value) || 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function show(wanted, test) {
  toggle(false);
  list.narrow(wanted, test);
}

function figure(title, about) {
  const made = element("figure");
  const caption = element("figcaption");
  caption.append(element("h3", title));
  if (about) caption.append(element("p", about));
  made.append(caption);
  $("plots").append(made);
  return made;
}

function plot(title, about, rows) {
  const made = figure(title, about);
  if (!rows.length) made.append(element("p", "None.", "none"));
  const shown = open.has(title) ? rows : rows.slice(0, FEW);
  if (rows.length) bars(made.appendChild(element("div")), title, shown);
  if (rows.length > FEW) {
    const all = open.has(title) ? "Show fewer" : "Show all " + rows.length.toLocaleString("en");
    made.append(button(all, () => { open.delete(title) || open.add(title); redraw(); }));
  }
  return made;
}

function kinds() {
  const known = counted((row) => row.kind);
  return new Map(known.map(([kind, count], at) => [kind, { count, colour: at < COLOURS ? "c" + at : "rest" }]));
}

function decks(colours) {
  const parts = new Map(counted((row) => row.deck + "\n" + row.kind));
  return counted((row) => row.deck).map(([deck, count]) => {
    const split = [...colours].map(([kind, { colour }]) => ({ kind, colour, count: parts.get(deck + "\n" + kind) || 0 }));
    const said = split.filter((part) => part.count).map((part) => part.count + " " + part.kind).join(", ");
    return { label: deck, count, name: `${deck}: ${plural(count, "card")}, ${said}`, act: () => show({ deck }), parts: split };
  });
}

function ofKinds(colours) {
  return [...colours].map(([kind, { count, colour }]) => ({
    label: kind, count, name: `${kind}: ${plural(count, "card")}`, act: () => show({ kind }), parts: [{ count, colour }],
  }));
}

function lengths(title, at, colour) {
  const made = figure(title, "words in each card that has one, without its markup");
  const rows = LENGTHS.map(([from, to]) => {
    const test = (row) => row.words[at] >= from && row.words[at] <= to;
    const count = project.rows.filter(test).length;
    const label = to === Infinity ? from + "+" : from + "–" + to;
    const words = to === Infinity ? `${from} words or more` : `${from} to ${to} words`;
    const what = (at ? "answers" : "questions") + " of " + words;
    return { label, count, name: `${words}: ${plural(count, "card")}`, act: count ? () => show({}, { label: what, test }) : null };
  });
  columns(made.appendChild(element("div")), title, rows, colour);
}

function rules() {
  const onCards = new Map();
  for (const row of project.rows) for (const rule of row.rules) onCards.set(rule, (onCards.get(rule) || 0) + 1);
  return project.about.found.map(({ rule, severity, count }) => ({
    label: rule, count, name: `${rule}: ${plural(count, "finding")}, ${severity}`, parts: [{ count, colour: severity }],
    act: onCards.has(rule) ? () => show({ rule }) : null,
  }));
}

function manuals(made) {
  if (!project.about.found.length) return;
  const line = element("p", "What they mean: ", "manuals");
  project.about.found.forEach(({ rule }, at) => line.append(at ? ", " : "", ruleLink(rule)));
  made.append(line);
}

function planned() {
  const onCards = new Set(project.rows.flatMap((row) => row.plan));
  return project.about.planned.map(([what, count]) => ({
    label: what, count, name: `${what}: ${plural(count, "note")}`, parts: [{ count, colour: "c0" }],
    act: onCards.has(what) ? () => show({ plan: what }) : null,
  }));
}

function totals() {
  const by = { error: 0, warning: 0, info: 0 };
  for (const each of project.about.found) by[each.severity] += each.count;
  const all = [
    ["cards", project.rows.length], ["notes", new Set(project.rows.map((row) => row.guid)).size],
    ["decks", counted((row) => row.deck).length], ["errors", by.error], ["warnings", by.warning], ["advice", by.info],
  ];
  clear($("totals")).append(...all.map(([name, count]) => {
    const made = element("div", "", count && { errors: "error", warnings: "warning" }[name]);
    made.append(element("dt", name), element("dd", count.toLocaleString("en")));
    return made;
  }));
}

function loose() {
  const found = project.about.loose;
  $("loose").hidden = !found.length;
  clear($("loose-findings")).append(...found.map((each) => {
    const made = finding(each), place = button(each.path + ":" + each.line, () => edit(each), "link");
    place.disabled = !project.about.hasEditor;
    made.prepend(place, " ");
    return made;
  }));
}

function redraw() {
  isLate = false;
  wide = $("plots").clientWidth;
  const nameOf = (each) => (each.querySelector("title") || {}).textContent;
  const at = document.activeElement.closest("#plots a") && nameOf(document.activeElement);
  clear($("plots"));
  totals();
  const colours = kinds();
  plot("What the next import does", project.about.plan, planned());
  manuals(plot("Findings by rule", "", rules()));
  plot("Cards by deck", "in the colours of their kinds", decks(colours));
  plot("Cards by kind", "", ofKinds(colours));
  lengths("Length of the question", 0, "c0");
  lengths("Length of the answer", 1, "c0");
  loose();
  // What had the focus has it again, by its name.
  const again = at && [...$("plots").querySelectorAll("a")].find((each) => nameOf(each) === at);
  if (again) again.focus();
}

export function draw() {
  isLate = true;
  if (isOpen()) redraw();
}

export function toggle(isWanted = !isOpen()) {
  $("overview").hidden = !isWanted;
  $("panes").hidden = isWanted;
  $("to-overview").setAttribute("aria-pressed", String(isWanted));
  if (isWanted && isLate) redraw();
  if (isWanted) $("overview-title").focus();
}

export function start() {
  $("to-overview").addEventListener("click", () => toggle());
  new ResizeObserver(() => { if (isOpen() && $("plots").clientWidth !== wide) redraw(); }).observe($("plots"));
}
