import { mount } from 'svelte';
import App from './App.svelte';
import { askAhead } from './book/ahead';
import { loadLanguage } from './i18n/text.svelte';
import { currentEnvironment, currentRoute } from './navigation.svelte';
import { pages } from './pages';
import { applyTheme, preferences } from './preferences.svelte';
import { begin, remembered } from './session/session.svelte';
import './styles/base.css';

applyTheme();
// What the first page needs comes at once, not one after the other: who is signed in, the texts, the page's code.
const begun = begin();
begun.catch(() => undefined); // told by the page
const page = currentRoute().page;
if (page === 'book' && remembered()) askAhead(currentEnvironment(), preferences.order);
void pages[page === 'book' && !remembered() ? 'signIn' : page]().catch(() => undefined);
await loadLanguage();
const target = document.getElementById('app');
if (target) mount(App, { target, props: { begun } });
