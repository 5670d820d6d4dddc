import type { ListQuery } from '../api/contacts';
import { Problem } from '../api/http';
import type { Contact, Field, Fields, Me, Page, Summary } from '../api/types';
import { currentLocale } from '../i18n/text.svelte';
import { signedIn } from '../session/session.svelte';
import { asItWillBe, summaryOf } from './asItWillBe';
import * as copy from './copy';
import { inOrder, matcher, pageOf } from './pages';
import { waiting, waitingFor } from './unsent.svelte';

/** What the server would answer, as far as the copy knows it, with the changes on it that wait. Null: the copy does not have it. */
const gone = () => new Problem(404, 'not-found', '');
const who = () => signedIn()?.displayName ?? '';

async function mine(): Promise<boolean> {
  return (await copy.readMe())?.userName === signedIn()?.userName;
}

export async function me(userName: string): Promise<Me | null> {
  const found = await copy.readMe();
  return found?.userName === userName ? found : null;
}

export async function fields(): Promise<Field[] | null> {
  return (await mine()) ? copy.readFields() : null;
}

export async function page(environment: string, query: ListQuery): Promise<Page | null> {
  const book = (await mine()) ? await copy.readBook(environment) : null;
  if (!book?.complete) return null;
  const rows = await withWaiting(environment, await copy.readRows(environment), book.seq);
  const found = query.q ? rows.filter(matcher(query.q)) : rows;
  const answer = pageOf(inOrder(found, query.order, query.locale ?? currentLocale()), query, book.seq);
  if (!answer) throw gone();
  return answer;
}

async function withWaiting(environment: string, rows: Summary[], seq: number): Promise<Summary[]> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const id of new Set(waiting().filter((entry) => entry.environment === environment).map((entry) => entry.id))) {
    const row = byId.get(id);
    const contact = asItWillBe(await known(id, row, environment), waitingFor(id), who());
    if (contact) byId.set(id, { ...row, ...summaryOf(contact, row?.seq ?? seq) });
    else byId.delete(id);
  }
  return [...byId.values()];
}

export async function contact(id: string, environment: string): Promise<Contact | null> {
  const of = (await mine()) ? await known(id, await copy.readRow(environment, id), environment) : null;
  const entries = waitingFor(id);
  const seen = asItWillBe(of, entries, who());
  if (!seen && entries.length) throw gone();
  return seen;
}

/** As it was when it was last looked at, else what its row says of it. */
async function known(id: string, row: Summary | undefined, environment: string): Promise<Contact | null> {
  const looked = await copy.readContact(id);
  if (looked && (!row || looked.version >= row.version)) return looked;
  return row ? fromRow(row, environment) : null;
}

function fromRow({ id, version, name, company, jobTitle, email, phone, picture }: Summary, environment: string): Contact {
  const fields: Fields = { displayName: name };
  if (company) fields['company'] = company;
  if (jobTitle) fields['jobTitle'] = jobTitle;
  if (email) fields['emails'] = [{ value: email, types: [] }];
  if (phone) fields['phones'] = [{ value: phone, types: [] }];
  if (picture) fields['photo'] = { hash: picture } as Fields[string];
  return { id, environment, uid: '', version, createdBy: '', createdAt: '', modifiedBy: '', modifiedAt: '', mayEdit: false, fields };
}
