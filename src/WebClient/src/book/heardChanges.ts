import type { Change } from '../api/types';

/** The latest live changes: an answer that the server computed before them must not bring back what they took away. */
export class HeardChanges {
  #changes: Change[] = [];
  #forgotten = 0;

  constructor(readonly limit = 1000) {}

  add(changes: Change[]): void {
    this.#changes.push(...changes);
    const over = this.#changes.length - this.limit;
    if (over > 0) for (const { seq } of this.#changes.splice(0, over)) this.#forgotten = Math.max(this.#forgotten, seq);
  }

  /** Those after a sequence number; null where some of them are forgotten. */
  after(seq: number): Change[] | null {
    return seq < this.#forgotten ? null : this.#changes.filter((change) => change.seq > seq);
  }
}
