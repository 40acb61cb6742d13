// Hear what the server tells, together with all other tabs of this browser.
import { stream } from "./stream.js";

// `run` names the run of the server: a worker of an earlier one may still be there.
export function listen(run, hear) {
  if (typeof SharedWorker !== "function") { // as in Chrome on Android
    stream(hear);
    return;
  }
  const worker = new SharedWorker("/own/listener.js", { type: "module", name: run });
  worker.port.addEventListener("message", (event) => hear(event.data));
  worker.addEventListener("error", () => stream(hear), { once: true });
  worker.port.start();
}
