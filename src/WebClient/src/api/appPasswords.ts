import { ask } from './http';
import type { AppPassword, NewAppPassword } from './types';

export const listAppPasswords = async () => (await ask<AppPassword[]>('GET', '/me/app-passwords')).body;
export const issueAppPassword = async (name: string) => (await ask<NewAppPassword>('POST', '/me/app-passwords', { json: { name } })).body;
export const revokeAppPassword = async (id: string) => (await ask<undefined>('DELETE', `/me/app-passwords/${encodeURIComponent(id)}`)).body;
