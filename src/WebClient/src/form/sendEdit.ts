import { patchContact, readContact } from '../api/contacts';
import { Problem } from '../api/http';
import type { Contact, Fields } from '../api/types';
import { patchOf, rebase, type Conflict } from './merge';

/** The fields of a contact as somebody left them, and what they were at the version that he began with. */
export interface Edit {
  version: number;
  base: Fields;
  fields: Fields;
}

export type SentEdit = { saved: Contact } | { theirs: Contact; conflicts: Conflict[] };

const server = { patchContact, readContact };

/** Edits of other fields by others are joined without a word: a patch names only what changed here. Nothing is sent where nothing is new. */
export async function sendEdit(id: string, edit: Edit, { patchContact, readContact } = server): Promise<SentEdit> {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      return { saved: (await patchContact(id, edit.version, patchOf(edit.base, edit.fields))).body };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'stale') throw error;
    }
    const theirs = (await readContact(id)).body;
    const { fields, conflicts } = rebase(edit.base, edit.fields, theirs.fields);
    if (conflicts.length) return { theirs, conflicts };
    edit = { version: theirs.version, base: theirs.fields, fields };
    if (Object.keys(patchOf(edit.base, edit.fields)).length === 0) return { saved: theirs };
  }
  throw new Problem(412, 'stale', '');
}
