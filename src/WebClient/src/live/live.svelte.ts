import type { HubConnection } from '@microsoft/signalr';
import type { Change, Changes } from '../api/types';
import { join, leave, type Watcher } from './connection';
import { retryDelay } from './retryDelay';

interface Changed {
  environment: string;
  from: number;
  seq: number;
  changes: Change[];
}

export type LiveStatus = 'connecting' | 'live' | 'reconnecting';

/** What to do with a live event at the `known` sequence number. */
export function reception(known: number, event: { from: number; seq: number }): 'ignore' | 'gap' | 'apply' {
  if (event.seq <= known) return 'ignore';
  return event.from > known ? 'gap' : 'apply';
}

/** What SignalR makes of the hub's refusal. */
const isNotFound = (error: unknown) => error instanceof Error && error.message.endsWith('not-found');

export interface Hearer {
  /** @param beside Something else happened too that is no contact's: to who belongs to the group, and to rights. */
  apply: (changes: Change[], seq: number, beside: boolean) => void;
  /** The server no longer remembers what happened since: everything has to be read again. */
  startOver: (seq: number) => void;
  /** It can be read no more. */
  lost?: () => void;
}

/** Hears of every change of one environment. What it misses while it is cut off it catches up on by the sequence number. */
export class Live implements Watcher {
  status = $state<LiveStatus>('connecting');
  known = $state(0);
  #connection: HubConnection | null = null;
  #watching: Promise<void> | null = null;
  #again = false;
  #failed = 0;
  #over = false;

  constructor(readonly environment: string, readonly hearer: Hearer) {}

  async start(known: number): Promise<void> {
    if (this.#over) return;
    this.known = known;
    await join(this);
  }

  connected(connection: HubConnection): Promise<void> {
    this.#connection = connection;
    return this.#watch();
  }

  reconnecting(): void {
    this.status = 'reconnecting';
  }

  heard(event: Changed): void {
    const what = reception(this.known, event);
    if (what === 'gap') void this.#watch();
    if (what !== 'apply') return;
    this.#apply(event.changes, event.seq, event.from);
  }

  /** Each change has a number of its own: more numbers than contacts tell of something else. */
  #apply(changes: Change[], seq: number, since: number): void {
    const beside = seq - since > changes.length;
    this.known = seq;
    this.hearer.apply(changes, seq, beside);
  }

  lost(): void {
    this.stop();
    this.hearer.lost?.();
  }

  /** Reads everything after `known`, and has the connection told of what follows. */
  #watch(): Promise<void> {
    this.#again = true;
    this.#watching ??= this.#catchUp().finally(() => (this.#watching = null));
    return this.#watching;
  }

  async #catchUp(): Promise<void> {
    try {
      // Once more where a gap showed meanwhile: the answer under way may not hold what the event told.
      while (this.#again) {
        this.#again = false;
        const since = this.known;
        const missed = await this.#connection?.invoke<Changes>('Watch', this.environment, since);
        if (!missed || this.#over) return;
        this.#again ||= missed.more;
        if (missed.horizonPassed) this.hearer.startOver((this.known = missed.seq));
        else if (missed.seq > this.known) this.#apply(missed.changes, missed.seq, since);
      }
      this.status = 'live';
      this.#failed = 0;
    } catch (error) {
      if (this.#over) return;
      if (isNotFound(error)) this.lost();
      // Where the connection went away it watches again when it is back; where the server failed nobody else asks again.
      else if (this.#connection?.state === 'Connected') setTimeout(() => this.#over || void this.#watch(), retryDelay(this.#failed++));
    }
  }

  stop(): void {
    this.#over = true;
    leave(this);
  }
}
