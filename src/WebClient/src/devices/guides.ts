import type { Key } from '../i18n/text.svelte';

/** How to set up one kind of client. Its name is its own in every language. */
export interface Guide {
  name: string;
  steps: Key[];
}

export const guides: Guide[] = [
  { name: 'iPhone, iPad', steps: ['guide.ios.profile', 'guide.ios.byHand', 'guide.ios.enter', 'guide.ios.group', 'guide.ios.exchange'] },
  { name: 'macOS Contacts', steps: ['guide.mac.open', 'guide.mac.enter', 'guide.mac.group'] },
  { name: 'Android (DAVx⁵)', steps: ['guide.davx5.install', 'guide.davx5.enter', 'guide.davx5.choose'] },
  { name: 'Android (Exchange)', steps: ['guide.android.add', 'guide.android.enter', 'guide.android.book'] },
  { name: 'Outlook', steps: ['guide.outlook.mobile', 'guide.outlook.windows', 'guide.outlook.enter'] },
  { name: 'Thunderbird', steps: ['guide.thunderbird.open', 'guide.thunderbird.enter', 'guide.thunderbird.choose'] },
  { name: 'Evolution', steps: ['guide.evolution.open', 'guide.evolution.enter', 'guide.evolution.choose'] },
  { name: 'vdirsyncer', steps: ['guide.vdirsyncer.storage', 'guide.vdirsyncer.discover', 'guide.vdirsyncer.sync'] },
];
