import { describe, expect, it } from 'vitest';
import type { Device } from '../api/types';
import { factsOfDevice, nameOfDevice, ordersFor } from './described';

const phone: Device = {
  userName: 'ada',
  id: 'ApplABC123',
  type: 'iPhone',
  agent: 'Apple-iPhone14C5/2104.1',
  version: '14.1',
  name: 'Ada’s phone',
  model: 'iPhone14C5',
  system: 'iOS 17.4',
  state: 'allowed',
  firstSeen: '2026-01-02T03:04:05Z',
  lastSeen: '2026-01-02T03:04:05Z',
  lastSync: null,
};

describe('a device', () => {
  it('is called as its owner calls it, else by what it is', () => {
    expect(nameOfDevice(phone)).toBe('Ada’s phone');
    expect(nameOfDevice({ ...phone, name: ' ' })).toBe('iPhone14C5');
    expect(nameOfDevice({ ...phone, name: null, model: null })).toBe('iPhone');
    expect(nameOfDevice({ ...phone, name: null, model: null, type: '' })).toBe('ApplABC123');
  });

  it('says nothing twice', () => {
    expect(factsOfDevice(phone)).toEqual(['iPhone14C5', 'iPhone', 'iOS 17.4', 'Apple-iPhone14C5/2104.1']);
    expect(factsOfDevice({ ...phone, name: null, type: 'Outlook', model: 'Outlook', system: null, agent: '' })).toEqual([]);
  });

  it('is never offered the state that it has, and nobody but itself says that it is wiped', () => {
    for (const [state, orders] of Object.entries(ordersFor)) {
      expect(orders).not.toContain(state);
      expect(orders).not.toContain('wiped');
    }
  });
});
