// A shared worker: one connection for all tabs. A browser gives an address six, and a stream that
// stays open takes one.
import { stream } from "./stream.js";

const ports = new Set();
let last = null;

stream((message) => {
  if (message.kind !== "change") last = message;
  for (const port of ports) port.postMessage(message);
});

self.addEventListener("connect", (event) => {
  const port = event.ports[0];
  ports.add(port);
  if (last) port.postMessage(last);
});
