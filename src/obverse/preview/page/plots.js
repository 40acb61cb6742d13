// Plots as SVG: bars that lie, and columns. Each bar is a link with a name that says all of it.
const SVG = "http://www.w3.org/2000/svg";
const ROW = 36, BAR = 10, TALL = 96;
const LEAST = 2; // pixels: a count of one is seen next to one of thousands

function drawn(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function canvas(width, height, label) {
  return drawn("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "list", "aria-label": label });
}

// A link in a plot, named by its title: `act` is done where the bar leads to cards, else it is only named.
function marked(svg, { name, act }, area) {
  const item = svg.appendChild(drawn("g", { role: "listitem" }));
  const link = act ? drawn("a", { href: "#cards" }) : drawn("g", { role: "img" });
  if (act) link.addEventListener("click", (event) => { event.preventDefault(); act(); });
  item.append(link);
  link.append(drawn("title", {}, name), drawn("rect", { ...area, rx: 4, class: "area" }));
  return link;
}

// Of a name that is too long its end is shown, which tells decks apart.
function fit(text, width) {
  const whole = text.textContent;
  for (let from = 1; text.getComputedTextLength() > width && from < whole.length; from++) {
    text.textContent = "…" + whole.slice(from);
  }
}

// Bars that lie: {label, count, name, act, parts: [{count, colour}]}, each below its label.
export function bars(at, label, rows) {
  const width = at.clientWidth, most = Math.max(1, ...rows.map((row) => row.count));
  const svg = canvas(width, rows.length * ROW, label);
  at.append(svg);
  rows.forEach((row, index) => {
    const y = index * ROW;
    const link = marked(svg, row, { x: 0, y: y + 1, width, height: ROW - 4 });
    const count = link.appendChild(drawn("text", { x: width - 4, y: y + 15, class: "count" }, row.count.toLocaleString("en")));
    const text = link.appendChild(drawn("text", { x: 4, y: y + 15 }, row.label));
    fit(text, width - count.getComputedTextLength() - 20);
    let x = 4;
    for (const part of row.parts) {
      if (!part.count) continue;
      const wide = Math.max(LEAST, (part.count / most) * (width - 8));
      // A line of the background parts those that touch.
      link.append(drawn("rect", { x, y: y + 20, width: Math.max(1, wide - 1), height: BAR, rx: 2, class: "bar " + part.colour }));
      x += wide;
    }
  });
}

// Columns: {label, count, name, act}, from left to right.
export function columns(at, label, rows, colour) {
  const width = at.clientWidth, most = Math.max(1, ...rows.map((row) => row.count));
  const svg = canvas(width, TALL + 44, label), each = width / rows.length;
  at.append(svg);
  rows.forEach((row, index) => {
    const x = index * each, middle = x + each / 2;
    const high = row.count ? Math.max(LEAST, (row.count / most) * TALL) : 0;
    const link = marked(svg, row, { x: x + 1, y: 1, width: each - 2, height: TALL + 42 });
    link.append(
      drawn("rect", { x: x + 3, y: 20 + TALL - high, width: each - 6, height: high, rx: 2, class: "bar " + colour }),
      drawn("text", { x: middle, y: 14 + TALL - high, class: "middle" }, row.count.toLocaleString("en")),
      drawn("text", { x: middle, y: TALL + 37, class: "middle soft" }, row.label),
    );
  });
  svg.append(drawn("line", { x1: 0, x2: width, y1: 20.5 + TALL, y2: 20.5 + TALL, class: "axis" }));
}
