// What a page or a program does with tsdav: finds the books from the server's address, lists, adds, edits and deletes cards, and follows what changes.
// The one argument is {server, username, password}; each step that another program takes meanwhile is asked for on the output and waited for on the input.
import assert from 'node:assert/strict';
import { createInterface } from 'node:readline/promises';
import { DAVClient } from 'tsdav';

const { server, username, password } = JSON.parse(process.argv[2]);
const client = new DAVClient({ serverUrl: server, credentials: { username, password }, authMethod: 'Basic', defaultAccountType: 'carddav' });
const input = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const card = (uid, name) => `BEGIN:VCARD\r\nVERSION:3.0\r\nUID:${uid}\r\nFN:${name}\r\nEND:VCARD\r\n`;
const meanwhile = async (what) => {
  console.log(what);
  await input.next();
};

await client.login();
const books = await client.fetchAddressBooks();
console.log(JSON.stringify(books.map((book) => book.displayName)));
let book = books.find((one) => one.url.endsWith('/private/'));
assert.ok(book.reports.includes('syncCollection'), 'the book can be followed');

const [ada, ...others] = await client.fetchVCards({ addressBook: book });
assert.equal(others.length, 0);
assert.match(ada.data, /FN:Ada Lovelace/);

const added = await client.createVCard({ addressBook: book, filename: 'tess.vcf', vCardString: card('tess', 'Tess Dav') });
assert.equal(added.status, 201);
assert.equal((await client.createVCard({ addressBook: book, filename: 'tess.vcf', vCardString: card('tess', 'Tess Dav') })).status, 412, 'nothing is overwritten that is there');

const listed = await client.fetchVCards({ addressBook: book });
const tess = listed.find((one) => one.url.endsWith('/tess.vcf'));
assert.equal(tess.etag, added.headers.get('etag'));
const edited = await client.updateVCard({ vCard: { ...tess, data: card('tess', 'Tess Edited') } });
assert.equal(edited.status, 204);
assert.equal((await client.updateVCard({ vCard: { ...tess, data: card('tess', 'Tess Stale') } })).status, 412, 'a stale edit is refused');

// From now on it asks for nothing but what changed.
const [{ syncToken }] = await client.propfind({ url: book.url, props: { 'd:sync-token': {} }, depth: '0' }).then((answers) => answers.map((answer) => answer.props));
book = { ...book, syncToken, objects: await client.fetchVCards({ addressBook: book }), objectMultiGet: (asked) => client.addressBookMultiGet(asked) };
await meanwhile('change');
const delta = await client.syncCollection({ url: book.url, props: { 'd:getetag': {} }, syncLevel: 1, syncToken });
assert.deepEqual(delta.filter((one) => one.href?.endsWith('.vcf')).map((one) => [one.href.split('/').at(-1), one.status]).sort(), [['ada.vcf', 404], ['grace.vcf', 207]].sort());
const synced = await client.smartCollectionSync({ collection: book, method: 'webdav', detailedResult: true, account: client.account });
assert.deepEqual(synced.objects.created.map((one) => one.url.split('/').at(-1)), ['grace.vcf']);
assert.deepEqual(synced.objects.deleted.map((one) => one.url.split('/').at(-1)), ['ada.vcf']);
assert.match(synced.objects.created[0].data, /FN:Grace Hopper/);

const now = await client.fetchVCards({ addressBook: book });
assert.equal((await client.deleteVCard({ vCard: now.find((one) => one.url.endsWith('/tess.vcf')) })).status, 204);
assert.deepEqual((await client.fetchVCards({ addressBook: book })).map((one) => one.url.split('/').at(-1)), ['grace.vcf']);
console.log('done');
process.exit(0);
