// The card: a frame that is never loaded again, and what is said of the card below it.
import { $, clear, element } from "./elements.js";
import { project } from "./project.js";

const token = document.querySelector("meta[name=obverse-token]").content;
const frame = $("frame");
let card = null, isAnswer = false, isReady = false, isAwaited = false, sent = "", pressed = () => {};

export const side = () => (isAnswer ? "answer" : "question");

// Another card was asked for: what is pressed until it comes is meant for it.
export function awaitOther() {
  isAnswer = false;
  isAwaited = true;
  sent = "";
}

export function put(other) {
  if (other !== undefined) card = other;
  isAwaited = false;
  show();
}

export function flip() {
  isAnswer = !isAnswer;
  if (!isAwaited) show();
}

function show() {
  const client = $("client").value, isNight = $("night").checked;
  document.querySelector(".stage").dataset.client = client;
  $("flip").textContent = isAnswer ? "Show question" : "Show answer";
  about();
  const message = {
    kind: "show", html: card ? card[side()] : "", css: card ? card.css : "", typed: card ? card.typed : "",
    number: card ? card.ordinal + 1 : 1, isAnswer, client, isNight,
  };
  // What is the same is not drawn again: a sound goes on, and what is typed stays.
  if (!isReady || JSON.stringify(message) === sent) return;
  sent = JSON.stringify(message);
  frame.contentWindow.postMessage(message, "*");
}

function about() {
  $("place").textContent = card ? card.path + ":" + card.line : "";
  $("place").disabled = !card || !project.about.hasEditor;
  $("deck").textContent = card ? card.deck + " · " + card.kind : "";
  clear($("badges")).append(...(card ? card.plan : []).map((each) => element("span", each, "badge")));
  clear($("findings")).append(...(card ? card.findings : []).map(finding));
}

export function ruleLink(rule) {
  const link = element("a", rule);
  link.href = "/rules/" + encodeURIComponent(rule);
  link.target = "_blank";
  link.title = "What " + rule + " finds, and why (in a new tab)";
  return link;
}

// What an author wrote is between backticks.
function written(text) {
  return text.split("`").map((part, at) => (at % 2 ? element("code", part) : part));
}

export function finding(each) {
  const line = element("li");
  line.append(element("span", each.severity, "badge " + each.severity), ...written(each.message), " [", ruleLink(each.rule), "]");
  const help = element("small", "help: ");
  if (each.hint) help.append(...written(each.hint));
  if (each.hint) line.append(help);
  return line;
}

export function trouble(text) {
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
}

export async function edit(place) {
  const wanted = place || card;
  if (!wanted || !project.about.hasEditor) return;
  const headers = { "X-Obverse-Token": token, "Content-Type": "application/json" };
  const body = JSON.stringify({ path: wanted.path, line: wanted.line });
  const answer = await fetch("/open", { method: "POST", headers, body }).catch(() => null);
  trouble(answer && answer.ok ? "" : answer ? await answer.text() : "the preview has stopped");
}

export function replay() {
  if (isReady) frame.contentWindow.postMessage({ kind: "replay" }, "*");
}

export function start(press) {
  pressed = press;
  $("client").addEventListener("change", show);
  $("night").addEventListener("change", show);
  $("flip").addEventListener("click", flip);
  $("place").addEventListener("click", () => edit());
  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || !event.data) return;
    if (event.data.kind === "ready") { isReady = true; sent = ""; show(); }
    if (event.data.kind === "key") pressed(String(event.data.key));
    if (event.data.kind === "no-mathjax") trouble(project.about.mathjax || "math is not shown: MathJax is missing");
  });
  const hello = () => frame.contentWindow.postMessage({ kind: "hello" }, "*");
  frame.addEventListener("load", hello);
  hello(); // it may have been ready before this page
  if (matchMedia("(prefers-color-scheme: dark)").matches) $("night").checked = true;
}
