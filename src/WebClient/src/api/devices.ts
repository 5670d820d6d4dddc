import { ask } from './http';
import type { Device, Devices, DeviceState } from './types';

const pathOf = ({ userName, id }: Device, me: string | undefined) =>
  `${userName === me ? '/me' : `/accounts/${encodeURIComponent(userName)}`}/devices/${encodeURIComponent(id)}`;

/** One's own, or for administrators those of all accounts. */
export const listDevices = async (all: boolean, query: { q: string; offset: number; limit: number }) =>
  (await ask<Devices>('GET', `${all ? '/devices' : '/me/devices'}?${new URLSearchParams({ q: query.q, offset: `${query.offset}`, limit: `${query.limit}` })}`)).body;
export const orderDevice = async (device: Device, me: string | undefined, state: DeviceState) => (await ask<Device>('PATCH', pathOf(device, me), { json: { state } })).body;
export const removeDevice = async (device: Device, me: string | undefined) => (await ask<undefined>('DELETE', pathOf(device, me))).body;
