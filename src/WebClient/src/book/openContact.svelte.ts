import { readContact } from '../offline/reading';
import { isAborted, Problem } from '../api/http';
import type { Change, Contact } from '../api/types';

/** Between a button that goes down and the click that it becomes; a later change would be missed by an older answer. */
const aheadFor = 1000;

/** The contact whose card is open. */
export class OpenContact {
  id = $state<string | null>(null);
  contact = $state.raw<Contact | null>(null);
  failed = $state<Problem | null>(null);
  /** Deleted by somebody, here or elsewhere, while it was open. */
  gone = $state(false);
  #reading: AbortController | null = null;
  #anew = false;
  #ahead: { id: string; at: number; answer: ReturnType<typeof readContact> } | null = null;

  constructor(readonly environment: string) {}

  /** The card that is shown stays until the next one is here, so that nothing flashes. */
  async open(id: string | null): Promise<void> {
    if (id === this.id && !this.failed && !this.gone) return;
    this.id = id;
    this.gone = false;
    this.failed = null;
    if (id === null) this.contact = null;
    else await this.read();
  }

  /** A finger or button went down on it: what the click will ask for is asked for now. */
  ask(id: string): void {
    if (id === this.id) return;
    const answer = readContact(this.environment, id);
    answer.catch(() => undefined); // told to whoever opens it
    this.#ahead = { id, at: performance.now(), answer };
  }

  /** The answer that is on its way already; once, and only where the click came soon. */
  #take(id: string): ReturnType<typeof readContact> | null {
    const ahead = this.#ahead;
    this.#ahead = null;
    return ahead?.id === id && performance.now() - ahead.at < aheadFor ? ahead.answer : null;
  }

  async read(): Promise<void> {
    const id = this.id;
    if (id === null) return;
    this.#reading?.abort();
    const reading = (this.#reading = new AbortController());
    try {
      const { body } = await (this.#take(id) ?? readContact(this.environment, id, reading.signal));
      if (id !== this.id) return;
      this.show(body);
    } catch (error) {
      if (isAborted(error) || id !== this.id) return;
      if (!(error instanceof Problem)) throw error;
      if (error.status === 404 && this.contact?.id === id) this.gone = true;
      else {
        this.failed = error;
        this.contact = null;
      }
    }
  }

  /** What was read may be undone, and its version be another's by now: the next answer counts, whatever its own. */
  async readAnew(): Promise<void> {
    this.#anew = true;
    await this.read();
  }

  show(contact: Contact): void {
    if (contact.id !== this.id) return;
    // An answer that was under way while a newer one came.
    if (!this.#anew && this.contact?.id === contact.id && this.contact.version > contact.version) return;
    this.#anew = false;
    this.contact = contact;
    this.failed = null;
    this.gone = false;
  }

  merge(changes: Change[]): void {
    const change = changes.findLast((one) => one.id === this.id);
    if (!change) return;
    if (change.deleted) this.gone = true;
    else if (this.gone || change.version > (this.contact?.version ?? 0)) void this.read();
  }
}
