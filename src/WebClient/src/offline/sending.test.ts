import { describe, expect, it } from 'vitest';
import { Problem } from '../api/http';
import type { Contact, Fields } from '../api/types';
import { sendEdit } from '../form/sendEdit';
import { deliver } from './deliver';
import { Outbox, type Change } from './outbox';
import { sendNext } from './sending';
import { storage } from './storage.testing';

/** What the server does with versions, keys and the deleted. */
class Server {
  contacts = new Map<string, Contact>();
  requests: string[] = [];
  away = false;
  /** Does what it is asked, but the answer is lost. */
  deaf = false;
  refuses: Problem | null = null;

  have(id: string, fields: Fields, version = 1): Contact {
    const contact = { id, environment: 'private', uid: id, version, createdBy: '', createdAt: '', modifiedBy: 'Bob', modifiedAt: '', mayEdit: true, fields };
    this.contacts.set(id, contact);
    return contact;
  }

  #asked(what: string): void {
    if (this.away) throw new Problem(0, 'offline', '');
    this.requests.push(what);
    if (this.refuses) throw this.refuses;
  }

  #answer<T>(body: T) {
    if (this.deaf) throw new Problem(0, 'offline', '');
    return { body, etag: null, status: 200 };
  }

  createContact = async (_: string, fields: Fields, key: string) => {
    this.#asked(`create ${key}`);
    return this.#answer(this.contacts.get(key) ?? this.have(key, fields));
  };

  patchContact = async (id: string, version: number, fields: Record<string, unknown>) => {
    this.#asked(`patch ${id}`);
    const contact = this.contacts.get(id);
    if (!contact) throw new Problem(404, 'not-found', '');
    if (contact.version !== version) throw new Problem(412, 'stale', '');
    return this.#answer(this.have(id, { ...contact.fields, ...fields } as Fields, version + 1));
  };

  readContact = async (id: string) => {
    const contact = this.contacts.get(id);
    if (!contact) throw new Problem(404, 'not-found', '');
    return this.#answer(contact);
  };

  deleteContact = async (id: string) => {
    this.#asked(`delete ${id}`);
    if (!this.contacts.delete(id)) throw new Problem(404, 'not-found', '');
    this.#answer(null);
  };

  send = (outbox: Outbox) => sendNext(outbox, (entry) => deliver(entry, { ...this, sendEdit: (id, edit) => sendEdit(id, edit, this) }));

  async sendAll(outbox: Outbox) {
    const sent = [];
    for (let one = await this.send(outbox); one; one = await this.send(outbox)) sent.push(one);
    return sent;
  }
}

const created = (id: string, fields: Fields): Change => ({ what: 'create', id, environment: 'private', name: id, key: id, fields });
const edited = (id: string, base: Fields, fields: Fields, version = 1): Change => ({ what: 'edit', id, environment: 'private', name: id, version, base, fields });
const deleted = (id: string): Change => ({ what: 'delete', id, environment: 'private', name: id });

function setUp(...changes: Change[]) {
  const outbox = new Outbox('ada', storage());
  for (const change of changes) outbox.add(change);
  return { outbox, server: new Server() };
}

describe('sending', () => {
  it('goes in order, each once', async () => {
    const { outbox, server } = setUp(created('new', { firstName: 'A' }), edited('old', { firstName: 'X' }, { firstName: 'Y' }), deleted('gone'));
    server.have('old', { firstName: 'X' });
    server.have('gone', {});
    await server.sendAll(outbox);
    expect(server.requests).toEqual(['create new', 'patch old', 'delete gone']);
    expect(outbox.all()).toEqual([]);
  });

  it('waits while the server is away, and loses nothing', async () => {
    const { outbox, server } = setUp(created('new', {}));
    server.away = true;
    expect(await server.send(outbox)).toBeNull();
    expect(outbox.waiting()).toHaveLength(1);
  });

  it('waits while one is signed out or asked to slow down', async () => {
    const { outbox, server } = setUp(deleted('a'));
    for (const status of [401, 429, 500, 503]) {
      server.refuses = new Problem(status, 'x', '');
      expect(await server.send(outbox)).toBeNull();
    }
    expect(outbox.waiting()).toHaveLength(1);
  });

  it('by two tabs that take turns sends each change once', async () => {
    const { outbox, server } = setUp(created('a', {}), created('b', {}));
    const other = new Outbox('ada', outbox.storage);
    let before: Promise<unknown> = Promise.resolve();
    const turns = [outbox, other, outbox, other].map((tab) => (before = before.then(() => server.send(tab))));
    await Promise.all(turns);
    expect(server.requests).toEqual(['create a', 'create b']);
  });

  it('of what was done without an answer changes nothing a second time', async () => {
    const { outbox, server } = setUp(created('new', { firstName: 'A' }), edited('old', { firstName: 'X' }, { firstName: 'Y' }), deleted('gone'));
    server.have('old', { firstName: 'X' });
    server.have('gone', {});
    for (const id of ['new', 'old', 'gone']) {
      server.deaf = true;
      expect(await server.send(outbox)).toBeNull();
      server.deaf = false;
      expect((await server.send(outbox))?.entry.id).toBe(id);
    }
    expect(server.contacts.get('old')?.version).toBe(2);
    expect([...server.contacts.keys()]).toEqual(['old', 'new']);
    expect(outbox.all()).toEqual([]);
  });

  it('of what a crash left behind after the answer changes nothing a second time', async () => {
    const { outbox, server } = setUp(edited('a', { firstName: 'X' }, { firstName: 'Y' }), edited('a', { firstName: 'Y' }, { firstName: 'Z' }));
    server.have('a', { firstName: 'X' });
    const [first] = outbox.all();
    await server.send(outbox);
    if (first) outbox.put(first);
    await server.sendAll(outbox);
    expect(server.contacts.get('a')).toMatchObject({ version: 3, fields: { firstName: 'Z' } });
  });

  it('of an edit of a contact made before goes on from what the server made of it', async () => {
    const { outbox, server } = setUp(created('a', { firstName: 'A' }), edited('a', { firstName: 'A' }, { firstName: 'A', company: 'C' }, 0));
    await server.sendAll(outbox);
    expect(server.contacts.get('a')).toMatchObject({ version: 2, fields: { firstName: 'A', company: 'C' } });
  });
});

describe('an edit of what somebody else changed meanwhile', () => {
  it('is joined where it is about other fields', async () => {
    const { outbox, server } = setUp(edited('a', { firstName: 'X' }, { firstName: 'Y' }));
    server.have('a', { firstName: 'X', company: 'Theirs' }, 2);
    await server.sendAll(outbox);
    expect(server.contacts.get('a')?.fields).toEqual({ firstName: 'Y', company: 'Theirs' });
  });

  it('is held with all that followed it where both changed one field, and the rest is sent', async () => {
    const { outbox, server } = setUp(edited('a', { firstName: 'X' }, { firstName: 'Mine' }), edited('a', { firstName: 'Mine' }, { firstName: 'Mine', company: 'C' }), deleted('b'));
    server.have('a', { firstName: 'Theirs' }, 2);
    server.have('b', {});
    await server.sendAll(outbox);
    expect(server.contacts.get('a')?.fields).toEqual({ firstName: 'Theirs' });
    expect(outbox.all()).toMatchObject([{ held: 'stale', base: { firstName: 'X' }, fields: { firstName: 'Mine', company: 'C' } }]);
    expect(outbox.waiting()).toEqual([]);
  });

  it('is forgotten where its contact was deleted afterwards', async () => {
    const { outbox, server } = setUp(edited('a', { firstName: 'X' }, { firstName: 'Mine' }), deleted('a'));
    server.have('a', { firstName: 'Theirs' }, 2);
    await server.sendAll(outbox);
    expect(server.contacts.size).toBe(0);
    expect(outbox.all()).toEqual([]);
  });

  it('is kept as a new contact where theirs is gone', async () => {
    const { outbox, server } = setUp(edited('a', {}, { phones: [{ id: '3', value: '1', types: [] }] }));
    await server.sendAll(outbox);
    expect(outbox.all()).toMatchObject([{ what: 'create', held: 'not-found', fields: { phones: [{ value: '1', types: [] }] } }]);
  });
});

describe('what the server refuses for good', () => {
  it.each([403, 422])('with %i is kept, told of, and in nobody’s way', async (status) => {
    const { outbox, server } = setUp(created('a', { firstName: 'A' }), created('b', {}));
    server.refuses = new Problem(status, 'refused', '');
    const sent = await server.send(outbox);
    expect(sent?.entry.name).toBe('a');
    expect(outbox.all()[0]).toMatchObject({ id: 'a', held: 'refused', fields: { firstName: 'A' } });
    server.refuses = null;
    await server.sendAll(outbox);
    expect(server.contacts.has('b')).toBe(true);
  });

  it('is told of where it was a deletion', async () => {
    const { outbox, server } = setUp(deleted('a'));
    server.refuses = new Problem(403, 'forbidden', '');
    expect((await server.send(outbox))?.outcome).toEqual({ refused: server.refuses });
    expect(outbox.all()).toEqual([]);
  });
});
