/* Files chosen as evidence, in one queue for each entry.

   The state of an item: "chosen", "waiting" and "sending" on its way to the server; "refused"
   where the file cannot be evidence; "lost", "stopped", "expired" and "broken" where sending it
   failed and may be retried. */

const queues = new Map(); // id of the entry -> queue

export const blockOf = (id) => document.getElementById(`evidence-${id}`);
export const formOf = (id) => blockOf(id)?.querySelector("[data-evidence-form]");

export function queueOf(id) {
  if (!queues.has(id)) queues.set(id, { items: [], isRunning: false, batch: null });
  return queues.get(id);
}

export const hasQueue = (id) => queues.has(id);
export const allQueues = () => [...queues];
export const allItems = () => [...queues.values()].flatMap((queue) => queue.items);

export const isMoving = ({ state }) => state === "waiting" || state === "sending";
export const isRetriable = ({ state }) => ["lost", "stopped", "expired", "broken"].includes(state);
// A refused file stays listed, with the reason, until it is dismissed.
export const isUnsent = ({ state }) => state !== "refused";

export function newItem(file, name) {
  return { file, name, state: "chosen", reason: "", percent: 0, xhr: null };
}

export function refuse(item, reason) {
  item.state = "refused";
  item.reason = reason;
}

export function removeItem(queue, item) {
  queue.items = queue.items.filter((one) => one !== item);
}
