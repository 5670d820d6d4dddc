import type { NameOrder } from './api/types';

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';

interface Stored {
  theme: Theme;
  order: NameOrder;
  language: string;
  shortcuts: boolean;
  density: Density;
  /** Numbers are called by Skype. */
  skype: boolean;
}

const key = 'preferences';
const defaults: Stored = { theme: 'system', order: 'firstLast', language: '', shortcuts: true, density: 'comfortable', skype: false };

function read(): Stored {
  try {
    return { ...defaults, ...JSON.parse(localStorage.getItem(key) ?? '{}') };
  } catch {
    return defaults;
  }
}

/** What this browser remembers about how its person likes to see things. */
export const preferences = $state<Stored>(read());

export function prefer(changed: Partial<Stored>): void {
  Object.assign(preferences, changed);
  try {
    localStorage.setItem(key, JSON.stringify(preferences));
  } catch {
    // Private windows may refuse storage; the choice then lasts as long as the page.
  }
  applyTheme();
}

export function applyTheme(): void {
  document.documentElement.dataset['theme'] = preferences.theme;
}
