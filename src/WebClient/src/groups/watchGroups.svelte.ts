import { onMount, untrack } from 'svelte';
import { Live } from '../live/live.svelte';
import { tellMine } from '../live/me.svelte';
import { forgetGroup, forgetGroups, groupNamed, heardOf, myGroups, readGroups } from './groups.svelte';

/** More are told of when one looks again. */
const mostWatched = 50;

/** Keeps the list of my groups true, and hears what happens in those that one does not look at. */
export function watchGroups(shown: () => string, ready: () => boolean): void {
  onMount(() => {
    void readGroups();
    return forgetGroups;
  });

  // After the rows: they are what one waits for.
  const begun = $derived(ready());
  $effect(() => {
    if (!begun) return;
    const told = () => {
      void readGroups();
      tellMine();
    };
    const mine = new Live('me', { apply: told, startOver: told });
    untrack(() => void mine.start(0));
    return () => mine.stop();
  });

  const watched = new Map<string, Live>();
  const others = $derived(begun ? myGroups().map(({ name }) => name).filter((name) => name !== shown()).slice(0, mostWatched).join('/') : '');
  $effect(() => {
    const wanted = new Set(others.split('/').filter(Boolean));
    untrack(() => {
      for (const [name, live] of watched) if (!wanted.has(name)) unwatch(name, live);
      for (const name of wanted) if (!watched.has(name)) watch(name);
    });
  });
  $effect(() => () => watched.forEach((live, name) => unwatch(name, live)));

  function watch(name: string) {
    const hear = (seq: number) => heardOf(name, seq);
    const live = new Live(name, {
      apply(_, seq, beside) {
        hear(seq);
        if (beside) void readGroups();
      },
      startOver: hear,
      lost: () => forgetGroup(name),
    });
    watched.set(name, live);
    void live.start(groupNamed(name)?.seq ?? 0);
  }

  function unwatch(name: string, live: Live) {
    watched.delete(name);
    live.stop();
  }
}
