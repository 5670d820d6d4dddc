import type { Component } from 'svelte';

export interface OpenedDialog {
  load: () => Promise<{ default: Component<Record<string, unknown>> }>;
  props: Record<string, unknown>;
  close: () => void;
}

let opened = $state.raw<OpenedDialog[]>([]);

export const openedDialogs = () => opened;

/** Opens a dialog whose code is fetched now, over those that are open. */
export function openDialog<P extends { onclose: () => void }>(load: () => Promise<{ default: Component<P> }>, props: Omit<P, 'onclose'>): void {
  const dialog: OpenedDialog = {
    load: load as unknown as OpenedDialog['load'],
    props,
    close: () => (opened = opened.filter((one) => one !== dialog)),
  };
  opened = [...opened, dialog];
}

export interface Question {
  title: string;
  lines: string[];
  /** What the button says that does it. */
  action: string;
  /** To be typed before it is done. */
  typed?: string;
}

/** Asks before something is done that cannot be undone. */
export function agreed(question: Question): Promise<boolean> {
  return new Promise((answer) => openDialog(() => import('./ConfirmDialog.svelte'), { ...question, onanswer: answer }));
}
