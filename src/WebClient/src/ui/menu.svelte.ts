import type { IconName } from './Icon.svelte';

export interface MenuItem {
  label: string;
  icon: IconName;
  run: () => unknown;
  /** Why it cannot be done just now. */
  disabled?: string | undefined;
  danger?: boolean;
  /** A line stands above it. */
  apart?: boolean;
}

/** Where a menu opens: at an element, or at a point of the window. */
export type Anchor = HTMLElement | { getBoundingClientRect: () => DOMRect };

export interface OpenedMenu {
  anchor: Anchor;
  label: string;
  items: MenuItem[];
  /** Where the focus goes back to. */
  from: HTMLElement | null;
}

let opened = $state.raw<OpenedMenu | null>(null);

export function openedMenu(): OpenedMenu | null {
  return opened;
}

export function openMenu(anchor: Anchor, label: string, items: MenuItem[]): void {
  opened = { anchor, label, items, from: document.activeElement as HTMLElement | null };
}

export function closeMenu(): void {
  opened = null;
}

/** A right click tells its point; the menu key of the keyboard has none, or one that means nothing. */
export function anchorOf(event: MouseEvent & { currentTarget: HTMLElement }): Anchor {
  if (event.clientX === 0 && event.clientY === 0) return event.currentTarget;
  const { clientX, clientY } = event;
  return { getBoundingClientRect: () => new DOMRect(clientX, clientY, 0, 0) };
}
