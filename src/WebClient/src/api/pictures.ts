import { ask } from './http';

const query = (hash: string, size: number) => `size=${size}&v=${encodeURIComponent(hash)}`;

export const myPictureUrl = (_: string, hash: string, size: number) => `/api/v1/me/picture?${query(hash, size)}`;

/** For members of the same group. */
export const memberPictureUrl = (group: string, userName: string, hash: string, size: number) =>
  `/api/v1/groups/${encodeURIComponent(group)}/members/${encodeURIComponent(userName)}/picture?${query(hash, size)}`;

/** Of any picture file; the server keeps a small one. */
export async function setMyPicture(file: Blob): Promise<void> {
  await ask('PUT', '/me/picture', { body: file, headers: { 'Content-Type': file.type || 'application/octet-stream' } });
}

export async function removeMyPicture(): Promise<void> {
  await ask('DELETE', '/me/picture');
}
