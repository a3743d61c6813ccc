import type { Datagram } from "../datagram-queue.js";
import type { Disturbance } from "../disturbance.js";
import type { SocketLabel } from "../label.js";
import { record } from "../record.js";
import type { DatagramFaults } from "./faults.js";
import { seededDraw } from "./seeded-draw.js";

/** How long a datagram waits for the next one to change places with. */
const patience = 200;

/** Stands before a UDP socket and treats what arrives as a hard network might. */
export class DisturbedDatagrams implements Disturbance {
  readonly #label: SocketLabel;
  #faults: DatagramFaults = {};
  #draw = seededDraw(1);
  /** Delivers the datagram that waits for the next one. */
  #release: (() => void) | undefined;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(label: SocketLabel) {
    this.#label = label;
  }

  set(faults: DatagramFaults): void {
    this.#faults = faults;
    this.#draw = seededDraw(faults.seed ?? 1);
  }

  arrived(datagram: Datagram, deliver: (datagram: Datagram) => void): void {
    const { drop = 0, duplicate = 0, reorder = 0, delay = 0 } = this.#faults;
    // Three draws for each datagram, so that one fault does not change what another does.
    const isDropped = this.#draw() < drop;
    const isDoubled = this.#draw() < duplicate;
    const isHeld = this.#draw() < reorder && !this.#release;
    if (isDropped) {
      record.note(this.#label, "dropped");
      return;
    }
    const hand = () => {
      for (let copies = isDoubled ? 2 : 1; copies > 0; copies--) {
        if (delay > 0) this.#after(delay * 1000, () => deliver(datagram));
        else deliver(datagram);
      }
    };
    if (isHeld) this.#hold(hand);
    else {
      hand();
      this.#release?.();
    }
  }

  close(): void {
    this.#release = undefined;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #hold(hand: () => void): void {
    const release = () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
      this.#release = undefined;
      hand();
    };
    // What has already arrived wins over the time that is over: one turn more for it.
    const timer = this.#after(patience, () =>
      setImmediate(() => {
        if (this.#release === release) release();
      }),
    );
    this.#release = release;
  }

  #after(milliseconds: number, then: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      then();
    }, milliseconds);
    this.#timers.add(timer);
    return timer;
  }
}
