import type { Device, DeviceState } from '../api/types';

/** What people know it by: as its owner calls it, else what it is. */
export const nameOfDevice = ({ name, model, type, id }: Device) => [name, model, type].find((one) => one?.trim()) ?? id;

/** What else it tells of itself, each once. */
export function factsOfDevice(device: Device): string[] {
  const name = nameOfDevice(device);
  const facts = [device.model, device.type, device.system, device.agent].flatMap((fact) => fact?.trim() || []);
  return [...new Set(facts)].filter((fact) => fact !== name);
}

/** What can be done with it: a wipe is taken back until the device has heard of it, and is not ordered twice; one that is wiped stays away until it is allowed. */
export const ordersFor: Record<DeviceState, DeviceState[]> = {
  allowed: ['blocked', 'wiping'],
  blocked: ['allowed', 'wiping'],
  wiping: ['allowed'],
  wiped: ['allowed'],
};
