// What the server told of the project: rows by source, and what is said of the whole.
export const project = { version: -1, rows: [], about: { found: [], loose: [], planned: [] } };
export const keyOf = (row) => row.guid + ":" + row.ordinal;
let sources = new Map(), loads = 0;

function settle() {
  project.rows = [...sources.values()].flat();
}

// Read everything; false where there is nothing newer.
export async function load() {
  const number = ++loads;
  const answer = await fetch("/api/project").catch(() => null);
  const told = answer && answer.ok && await answer.json().catch(() => null);
  if (!told || number !== loads || told.version < project.version) return false;
  sources = new Map();
  for (const row of told.rows) {
    if (!sources.has(row.path)) sources.set(row.path, []);
    sources.get(row.path).push(row);
  }
  Object.assign(project, { version: told.version, about: told.about });
  settle();
  return true;
}

// Take a change over; null where something before it was missed.
export function take(told) {
  if (told.version <= project.version) return false;
  if (told.version !== project.version + 1) return null;
  for (const [path, rows] of Object.entries(told.rows)) sources.set(path, rows);
  if (told.order) sources = new Map(told.order.map((path) => [path, sources.get(path) || []]));
  project.version = told.version;
  if (told.about) project.about = told.about;
  settle();
  return true;
}
