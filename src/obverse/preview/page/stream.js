// What the server tells, as it comes: here (the connection stands), change, lost.
export function stream(hear) {
  const events = new EventSource("/events");
  for (const kind of ["here", "change"]) {
    events.addEventListener(kind, (event) => hear({ kind, values: JSON.parse(event.data) }));
  }
  events.addEventListener("error", () => hear({ kind: "lost", values: {} }));
}
