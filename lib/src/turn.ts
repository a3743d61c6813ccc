/** How many calls may succeed at once, one behind the other, before something else gets a turn. */
const atOnce = 256;
let calls = 0;

/**
 * The result of a call that did not have to wait. A loop of such calls would never let the event
 * loop turn: no timer would fire, and no other connection be served. So now and then it waits a turn.
 */
export function inTurn<T>(result: T): Promise<T> {
  calls++;
  if (calls % atOnce !== 0) return Promise.resolve(result);
  return new Promise((resolve) => setImmediate(resolve, result));
}
