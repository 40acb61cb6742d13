// The page: a list of cards and one of them, or an overview of all; what is told, and keys.
import * as card from "./card.js";
import { $ } from "./elements.js";
import * as list from "./list.js";
import { listen } from "./listening.js";
import * as overview from "./overview.js";
import { keyOf, load, project, take } from "./project.js";

const run = document.querySelector("meta[name=obverse-run]").content;
const FEW = 3;
let asked = 0;

// `known` is the content of the card where it was told already.
async function select(key, isStill, known) {
  const row = project.rows.find((each) => keyOf(each) === key);
  if (!row) return;
  const number = ++asked;
  list.mark(key);
  if (!isStill) card.awaitOther();
  let content = known;
  if (!content) {
    const query = new URLSearchParams({ guid: row.guid, ordinal: row.ordinal });
    const answer = await fetch("/api/card?" + query).catch(() => null);
    content = answer && answer.ok && await answer.json().catch(() => null);
  }
  if (number === asked) card.put(content || undefined);
}

function step(by) {
  const found = list.found();
  const at = found.findIndex((row) => keyOf(row) === list.selected);
  const next = found[Math.min(Math.max(at + by, 0), found.length - 1)];
  if (!next || keyOf(next) === list.selected) return;
  select(keyOf(next));
  list.reveal();
}

// What changes

function drawn() {
  document.title = (project.about.name || "obverse") + " – preview";
  $("name").textContent = project.about.name || "obverse preview";
  $("plan").textContent = project.about.plan || "";
  $("state").textContent = project.about.fault || "";
  list.list();
  overview.draw();
}

// The card that was shown, or the one that was edited, or what is now where it was.
function again(was, changed, cards, isEdit) {
  const edited = isEdit && $("follow").checked && project.rows.find((row) => changed.includes(row.guid));
  const same = project.rows.find((row) => keyOf(row) === list.selected);
  const there = was && project.rows.filter((row) => row.path === was.path && row.ordinal === was.ordinal)
    .sort((a, b) => Math.abs(a.line - was.line) - Math.abs(b.line - was.line))[0];
  // A card that no build knows yet is a new one after each edit: it is known by its place.
  const here = same || (there && there.line === was.line && there);
  const isStill = Boolean(here && (here !== same || changed.includes(here.guid)));
  const next = (isStill && here) || edited || here || there || project.rows[0];
  if (next) select(keyOf(next), next === here, cards.find((each) => keyOf(each) === keyOf(next)));
  else card.put(null);
}

async function hear({ kind, values }) {
  if (kind === "lost") { $("state").textContent = "the preview has stopped"; return; }
  if (kind === "here" && values.run !== run) { location.reload(); return; }
  const was = project.rows.find((row) => keyOf(row) === list.selected);
  // From `here` on nothing is missed; what was before is read.
  const isTaken = kind === "change" ? take(values) : null;
  if (!(isTaken === null ? await load() : isTaken)) return;
  drawn();
  const told = isTaken ? values : {};
  // What comes in many sources at once, as with a checkout, nobody typed.
  const isEdit = Object.keys(told.rows || {}).length <= FEW;
  again(was, told.changed || [], told.cards || [], isEdit);
}

// Keys are Anki's: space and Enter show the answer and then go on, as do 1 to 4; E edits, R plays
// again; T is for statistics.
function press(key) {
  if (key === "t") { overview.toggle(); return true; }
  if (overview.isOpen()) {
    if (key !== "Escape") return false;
    overview.toggle();
  } else if (key === " " || key === "Enter") card.side() === "answer" ? step(1) : card.flip();
  else if (/^[1-4]$/.test(key) && card.side() === "answer") step(1);
  else if (key === "j" || key === "ArrowDown") step(1);
  else if (key === "k" || key === "ArrowUp") step(-1);
  else if (key === "e") card.edit();
  else if (key === "r") card.replay();
  else if (key === "/") $("search").focus();
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const at = event.target.closest("input, select, textarea, button, a, summary");
  const isCard = at && at.matches("#cards [aria-current=true]");
  if (at && at.matches("input:not([type=checkbox]), select, textarea")) return;
  if (at && !isCard && (event.key === " " || event.key === "Enter")) return;
  if (press(event.key)) event.preventDefault();
});

$("previous").addEventListener("click", () => step(-1));
$("next").addEventListener("click", () => step(1));
list.start((key) => select(key));
card.start(press);
overview.start();
listen(run, hear);
