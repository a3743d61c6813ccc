/**
 * Draws numbers from 0 up to, not including, 1: the same ones for the same seed, on every machine.
 * A counter goes up in even steps, and each of its values is stirred (the last step of MurmurHash3).
 */
export function seededDraw(seed: number): () => number {
  let counter = Math.trunc(seed) | 0;
  return () => {
    counter = (counter + 0x9e3779b9) | 0;
    let stirred = counter ^ (counter >>> 16);
    stirred = Math.imul(stirred, 0x85ebca6b);
    stirred = Math.imul(stirred ^ (stirred >>> 13), 0xc2b2ae35);
    return ((stirred ^ (stirred >>> 16)) >>> 0) / 2 ** 32;
  };
}
