/** Which contacts bear which tags, looked up from both sides. */
export class Bearers {
  readonly byTag: ReadonlyMap<string, ReadonlySet<string>>;
  #byContact = new Map<string, string[]>();

  constructor(tagged: Iterable<[string, Iterable<string>]>) {
    this.byTag = new Map([...tagged].map(([tag, contacts]) => [tag, new Set(contacts)]));
    for (const [tag, contacts] of this.byTag)
      for (const contact of contacts) {
        const tags = this.#byContact.get(contact);
        if (tags) tags.push(tag);
        else this.#byContact.set(contact, [tag]);
      }
  }

  has(tag: string, contact: string): boolean {
    return this.byTag.get(tag)?.has(contact) ?? false;
  }

  tagsOf(contact: string): readonly string[] {
    return this.#byContact.get(contact) ?? [];
  }

  /** With a tag put on some contacts, or taken from them. */
  with(tag: string, contacts: readonly string[], on: boolean): Bearers {
    const changed = new Set(this.byTag.get(tag));
    for (const contact of contacts) if (on) changed.add(contact); else changed.delete(contact);
    return new Bearers([...new Map<string, Iterable<string>>(this.byTag).set(tag, changed)]);
  }

  /** Whether all of these contacts bear a tag, some or none. */
  share(tag: string, contacts: readonly string[]): 'all' | 'some' | 'none' {
    const count = contacts.filter((contact) => this.has(tag, contact)).length;
    return count === 0 ? 'none' : count === contacts.length ? 'all' : 'some';
  }
}
