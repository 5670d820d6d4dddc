import { expect, test } from 'vitest';
import { storage } from '../offline/storage.testing';
import { lastSeen, sawUpTo } from './lastSeen';

test('is kept by account and group', () => {
  const kept = storage();
  sawUpTo('alice', 'Sales & Co', 7, kept);
  expect(lastSeen('alice', 'Sales & Co', kept)).toBe(7);
  expect(lastSeen('bob', 'Sales & Co', kept)).toBe(0);
  expect(lastSeen('alice', 'Sales', kept)).toBe(0);
});

test('never goes back', () => {
  const kept = storage();
  sawUpTo('alice', 'Sales', 7, kept);
  sawUpTo('alice', 'Sales', 3, kept);
  expect(lastSeen('alice', 'Sales', kept)).toBe(7);
});

test('begins anew where something else is kept', () => {
  const kept = storage();
  kept.setItem('seen:alice:Sales', 'x');
  expect(lastSeen('alice', 'Sales', kept)).toBe(0);
});
