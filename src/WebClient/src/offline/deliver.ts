import { createContact, deleteContact } from '../api/contacts';
import { Problem } from '../api/http';
import { sendEdit } from '../form/sendEdit';
import type { Entry } from './outbox';
import type { Outcome } from './sending';

const server = { createContact, deleteContact, sendEdit };

/** Sends one change; safe to be done again. */
export async function deliver(entry: Entry, { createContact, deleteContact, sendEdit } = server): Promise<Outcome> {
  try {
    if (entry.what === 'create') return { saved: (await createContact(entry.environment, entry.fields, entry.key)).body };
    if (entry.what === 'edit') {
      const sent = await sendEdit(entry.id, entry);
      return 'saved' in sent ? sent : { refused: new Problem(412, 'stale', '') };
    }
    await deleteContact(entry.id);
    return { saved: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (entry.what === 'delete' && error.status === 404) return { saved: null };
    return mayPass(error) ? 'later' : { refused: error };
  }
}

/** No answer, signed out, too many requests, a server in trouble, others who edit faster than we do. */
const mayPass = ({ status }: Problem) => status === 0 || status >= 500 || [401, 408, 412, 425, 429].includes(status);
