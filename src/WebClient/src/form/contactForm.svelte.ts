import { Problem } from '../api/http';
import type { Contact, Field, Fields, FieldValue } from '../api/types';
import { privateEnvironment } from '../navigation.svelte';
import { createContact, editContact } from '../offline/saving';
import { newKey } from '../offline/outbox';
import { takeUp } from '../offline/unsent.svelte';
import { wrongText } from '../ui/problems';
import { dropDraft, keepDraft, readDraft } from './draft';
import { fieldPath } from './fieldPath';
import { both, changedFields, rebase, tidied, type Conflict } from './merge';

export type Choice = 'mine' | 'theirs' | 'both';

/** The edit of one contact, or the making of a new one. */
export class ContactForm {
  fields = $state<Fields>({});
  /** Messages by the path of what they are about, such as `emails[1].value`. */
  errors = $state<Record<string, string>>({});
  saving = $state(false);
  /** A newer version by somebody else, to be looked at. */
  newer = $state.raw<Contact | null>(null);
  conflicts = $state.raw<Conflict[]>([]);
  restored = $state(false);
  /** Dates that cannot be read keep the form from being saved; they are not in the fields. */
  unreadable = $state<Record<string, boolean>>({});
  #base: Fields = $state.raw({});
  #version = 0;
  /** Of the new contact: however often it is sent, it is made once. */
  readonly #key = newKey();
  readonly #draft: string | null;

  constructor(
    readonly environment: string,
    readonly id: string | null,
    readonly contact: Contact | null,
    table: Field[],
  ) {
    this.#draft = draftOf(id, environment);
    const draft = readDraft(this.#draft) ?? (environment === privateEnvironment ? takeUp(id) : null);
    this.#base = draft?.base ?? contact?.fields ?? {};
    this.#version = draft?.version ?? contact?.version ?? 0;
    this.fields = structuredClone(draft?.fields ?? this.#base);
    this.restored = draft !== null;
    if (id === null) this.#offerRows(table);
    if (contact && contact.version > this.#version) this.offer(contact);
  }

  /** A new contact mostly gets a number and an address: their rows are there without asking. Blank ones are not saved. */
  #offerRows(table: Field[]): void {
    for (const { name, items, types } of table)
      if ((items === 'phone' || items === 'email') && isBlank(this.fields[name])) this.fields[name] = [{ value: '', types: types?.slice(0, 1) ?? [] }];
  }

  get dirty(): boolean {
    return changedFields(this.#base, this.fields).length > 0 || Object.values(this.unreadable).some(Boolean);
  }

  get version(): number {
    return this.#version;
  }

  get base(): Fields {
    return this.#base;
  }

  /** Keeps what is typed in the tab, or nothing once it is as it was. */
  keep(): void {
    if (this.dirty) keepDraft(this.#draft, { version: this.#version, base: this.#base, fields: $state.snapshot(this.fields) as Fields });
    else dropDraft(this.#draft);
  }

  discard(): void {
    dropDraft(this.#draft);
    this.fields = structuredClone(this.#base);
    this.unreadable = {};
    this.errors = {};
    this.restored = false;
  }

  /** Somebody else saved meanwhile. What is typed stays; the two versions can be compared. */
  offer(contact: Contact): void {
    if (contact.version <= this.#version) return;
    if (changedFields(this.#base, contact.fields).length === 0) this.#version = contact.version;
    else this.newer = contact;
  }

  /** What the newer version and mine have in common and what not. */
  compared(theirs: Contact): ReturnType<typeof rebase> {
    return rebase(this.#base, $state.snapshot(this.fields) as Fields, theirs.fields);
  }

  /** Continues on the newer version, with the chosen values where both sides changed one. */
  settle(choices: Record<string, Choice>): void {
    const theirs = this.newer;
    if (!theirs) return;
    const { fields, conflicts } = this.compared(theirs);
    for (const conflict of conflicts) {
      const choice = choices[conflict.field];
      if (choice === 'theirs') fields[conflict.field] = conflict.theirs;
      if (choice === 'both') fields[conflict.field] = both(conflict);
    }
    this.#base = theirs.fields;
    this.#version = theirs.version;
    this.fields = structuredClone(fields);
    this.newer = null;
    this.conflicts = [];
    this.keep();
  }

  /** The saved contact; null where something has to be mended or chosen first. */
  async save(): Promise<Contact | null> {
    if (this.saving || Object.values(this.unreadable).some(Boolean)) return null;
    this.saving = true;
    this.errors = {};
    try {
      this.fields = tidied($state.snapshot(this.fields) as Fields);
      const saved = await this.#send();
      if (saved) dropDraft(this.#draft);
      return saved;
    } catch (error) {
      if (!(error instanceof Problem) || error.errors.length === 0) throw error;
      this.errors = Object.fromEntries(error.errors.map((wrong) => [fieldPath(wrong.path), wrongText(wrong)]));
      return null;
    } finally {
      this.saving = false;
    }
  }

  async #send(): Promise<Contact | null> {
    const fields = $state.snapshot(this.fields) as Fields;
    if (!this.contact) return createContact(this.environment, this.#key, fields);
    const sent = await editContact(this.environment, this.contact, { version: this.#version, base: this.#base, fields });
    if ('saved' in sent) return sent.saved;
    this.newer = sent.theirs;
    this.conflicts = sent.conflicts;
    return null;
  }
}

/** What is typed of a new contact belongs to the environment that it is for. */
const draftOf = (id: string | null, environment: string) => (id === null && environment !== privateEnvironment ? `new@${environment}` : id);

const isBlank = (value: FieldValue | undefined) => !Array.isArray(value) || value.length === 0;
