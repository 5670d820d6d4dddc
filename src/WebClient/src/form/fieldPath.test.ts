import { describe, expect, it } from 'vitest';
import { fieldPath } from './fieldPath';

describe('where a problem belongs', () => {
  it.each(['emails[1].value', 'fields.emails[1].value', '/fields/emails/1/value', '$.fields.emails[1].value'])('%s is the second e-mail', (path) => {
    expect(fieldPath(path)).toBe('emails[1].value');
  });
});
