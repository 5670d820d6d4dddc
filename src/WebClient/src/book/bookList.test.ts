import { beforeEach, expect, test, vi } from 'vitest';
import type { Change, Page, Summary } from '../api/types';
import { isFromCopy, listContacts, readContact } from '../offline/reading';
import { BookList } from './bookList.svelte';
import { OpenContact } from './openContact.svelte';

// They read through the browser's storage and its language, which are not here.
vi.mock('../offline/reading', () => ({ listContacts: vi.fn(), readContact: vi.fn(), isFromCopy: vi.fn(() => false) }));
vi.mock('../i18n/text.svelte', () => ({ sortingLocale: () => 'en' }));
vi.mock('./letterIndex.svelte', () => ({ LetterIndex: class { readSoon() {} } }));

const row = (id: string, seq: number) => ({ id, seq, version: 1, firstLast: id }) as unknown as Summary;
const addition = (id: string, seq: number) => ({ id, seq, version: 1, deleted: false, summary: row(id, seq) }) as Change;
const deletion = (id: string, seq: number) => ({ id, seq, version: 2, deleted: true, summary: null }) as Change;
const page = (seq: number, ...items: Summary[]) => ({ items, offset: 0, total: items.length, seq }) as unknown as Page;

beforeEach(() => {
  vi.mocked(listContacts).mockReset();
});

test('a book that was put back shows again what had been deleted since', async () => {
  const list = new BookList('private', 'firstLast');
  vi.mocked(listContacts).mockResolvedValue(page(300, row('a', 1), row('b', 2)));
  await list.open();
  list.merge([deletion('a', 301)]);
  expect(list.total).toBe(1);
  vi.mocked(listContacts).mockClear();
  await list.startOver();
  expect([0, 1].map((index) => list.row(index)?.id)).toEqual(['a', 'b']);
  expect(vi.mocked(listContacts).mock.calls.length).toBe(1);
});

test('a deletion that a page was read after is counted once', async () => {
  const list = new BookList('private', 'firstLast');
  vi.mocked(listContacts).mockResolvedValueOnce({ ...page(300, row('a', 1), row('b', 2)), total: 300 });
  await list.open();
  // What is further down is read when all are deleted already; that this happened is heard later.
  vi.mocked(listContacts).mockResolvedValue(page(302));
  list.look(200, 220);
  await vi.waitUntil(() => list.total === 0);
  list.merge([deletion('a', 301), deletion('b', 302)]);
  await vi.waitUntil(() => list.total === 0);
  expect(list.total).toBe(0);
});

/** The server's answers in turn. */
function answers(...pages: { seq: number; total: number; offset?: number; items?: Summary[] }[]) {
  for (const { seq, total, offset = 0, items = [] } of pages) vi.mocked(listContacts).mockResolvedValueOnce({ ...page(seq, ...items), offset, total });
}

test('a page that comes after a later one does not take the total back', async () => {
  const list = new BookList('private', 'firstLast');
  answers({ seq: 9, total: 300, items: [row('a', 1)] }, { seq: 12, total: 301, offset: 200, items: [row('y', 12)] }, { seq: 10, total: 300, offset: 250, items: [row('old', 1)] }, { seq: 12, total: 301, items: [row('a', 1)] },
    { seq: 12, total: 301, offset: 250, items: [row('x', 1)] });
  await list.open();
  await list.idsBetween(200, 200);
  expect(list.total).toBe(301);
  expect(await list.idsBetween(250, 250)).toEqual(['x']);
  list.merge([addition('y', 12)]);
  expect(list.total).toBe(301);
});

test('what a later page shows as new moves those that an earlier one has below it', async () => {
  const list = new BookList('private', 'firstLast');
  answers({ seq: 9, total: 300, items: [row('a', 1)] }, { seq: 12, total: 301, offset: 200, items: [row('y', 12)] }, { seq: 12, total: 301, items: [row('b', 1), row('a', 1)] });
  await list.open();
  await list.idsBetween(200, 200);
  list.merge([addition('y', 12)]);
  await vi.waitUntil(() => list.row(1)?.id === 'a');
  // It is heard again after a broken connection: that is known by now.
  list.merge([addition('y', 12)]);
  await new Promise((done) => setTimeout(done, 20));
  expect(vi.mocked(listContacts).mock.calls.length).toBe(3);
});

test('a range is whole also where only an older copy is left', async () => {
  const list = new BookList('private', 'firstLast');
  answers({ seq: 20, total: 300, items: [row('a', 1)] });
  await list.open();
  vi.mocked(isFromCopy).mockReturnValue(true);
  vi.mocked(listContacts).mockImplementation((_, query) => Promise.resolve({ ...page(15, row('a', 1), row('x', 1), row('y', 1)), offset: query.offset ?? 0, total: 300 } as Page));
  list.merge([addition('b', 21)]);
  expect(await list.idsBetween(100, 102)).toEqual(['a', 'x', 'y']);
  const asked = vi.mocked(listContacts).mock.calls.length;
  await new Promise((done) => setTimeout(done, 600));
  expect(vi.mocked(listContacts).mock.calls.length).toBe(asked);
  vi.mocked(isFromCopy).mockReturnValue(false);
});

test('an open card is shown as it was put back', async () => {
  const opened = new OpenContact('private');
  const read = (version: number) => vi.mocked(readContact).mockResolvedValueOnce({ body: { id: 'a', version } } as Awaited<ReturnType<typeof readContact>>);
  read(5);
  await opened.open('a');
  read(4);
  await opened.read();
  expect(opened.contact?.version).toBe(5);
  read(4);
  await opened.readAnew();
  expect(opened.contact?.version).toBe(4);
});
