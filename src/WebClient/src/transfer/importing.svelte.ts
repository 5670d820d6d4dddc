import { readImport, sendImport, undoImport } from '../api/imports';
import { isAborted, Problem } from '../api/http';
import type { ImportReport } from '../api/types';
import { t, tn } from '../i18n/text.svelte';
import { problemText, toastProblem } from '../ui/problems';
import { toast } from '../ui/toasts.svelte';
import { lastWord, unanswered } from './lastWord';
import { importOpened, openImport } from './opened.svelte';

/** `waiting`: the connection was cut, and the server has not said yet what became of the import; `unknown`: nobody waits for that any more. */
type Step = 'choose' | 'previewing' | 'preview' | 'importing' | 'waiting' | 'unknown' | 'done';

const pollEvery = 300;

/** The import of a file: what it would do, then how far it is, then what it did. It goes on when its window is closed. */
class Transfer {
  step = $state<Step>('choose');
  /** Where it goes, though one may look at another environment meanwhile. */
  into = $state('');
  file = $state.raw<File | null>(null);
  report = $state.raw<ImportReport | null>(null);
  undone = $state.raw<{ removed: number; kept: number } | null>(null);
  failure = $state.raw<unknown>(null);
  #id = '';
  #previewed = false;
  #running: AbortController | null = null;

  async preview(environment: string, file: File): Promise<void> {
    this.into = environment;
    this.file = file;
    this.step = 'previewing';
    try {
      this.report = await this.#send(environment, file, true);
      if (this.report.state === 'failed') throw new Problem(422, 'failed', this.report.failure ?? '');
      this.step = 'preview';
    } catch (error) {
      if (!isAborted(error)) this.#fail(error);
    }
  }

  /** The same file once more, where only the connection was at fault; null where trying again would change nothing. */
  get retry(): ((environment: string) => Promise<void>) | null {
    const file = this.file;
    if (!file || !unanswered(this.failure)) return null;
    return (environment) => (this.#previewed ? this.import(environment) : this.preview(environment, file));
  }

  async import(environment: string): Promise<void> {
    if (!this.file) return;
    this.step = 'importing';
    try {
      this.#end(await this.#send(environment, this.file, false));
    } catch (error) {
      await this.askAgain(error);
    }
  }

  /** Finds out what became of an import that failed on the way: what was stored until then is told, whatever went wrong. */
  async askAgain(error: unknown = new Problem(0, 'offline', '')): Promise<void> {
    const cut = unanswered(error);
    this.step = cut ? 'waiting' : 'importing';
    const waiting = (this.#running = new AbortController());
    try {
      const report = await lastWord(this.#id, (so) => (this.report = so), waiting.signal);
      if (report && (cut || report.imported)) this.#end(report);
      else this.#fail(cut ? new Problem(0, 'import-not-begun', '') : error);
    } catch {
      this.step = 'unknown';
      this.#tell(t('import.unknown', { file: this.file?.name ?? '' }));
    }
  }

  #end(report: ImportReport): void {
    this.report = report;
    this.step = 'done';
    const undo = { label: t('action.undo'), run: () => this.undo() };
    if (report.state === 'failed') this.#tell(tn('import.cutOff', report.imported));
    else if (!importOpened()) toast(tn('import.imported', report.imported), { action: undo });
  }

  #fail(failure: unknown): void {
    this.failure = failure;
    this.step = 'choose';
    this.#tell(problemText(failure));
  }

  /** Where the window is closed, so that nobody misses what went wrong behind it. */
  #tell(text: string): void {
    if (!importOpened()) toast(text, { failed: true, action: { label: t('import.show'), run: openImport } });
  }

  async #send(environment: string, file: File, preview: boolean): Promise<ImportReport> {
    this.#previewed = !preview;
    const id = (this.#id = crypto.randomUUID?.() ?? randomId());
    const running = (this.#running = new AbortController());
    this.report = null;
    this.undone = null;
    this.failure = null;
    const polling = setInterval(() => void this.#poll(id, running), pollEvery);
    try {
      return await sendImport(environment, id, file, preview, running.signal);
    } finally {
      clearInterval(polling);
      running.abort();
    }
  }

  async #poll(id: string, running: AbortController): Promise<void> {
    try {
      const report = await readImport(id, running.signal);
      if (!running.signal.aborted) this.report = report;
    } catch {
      // Not begun yet, or cut off for a moment: the answer to the import itself is what counts.
    }
  }

  /** Breaks a preview off; an import is undone instead, so that nothing stays half done. */
  cancel(): void {
    this.#running?.abort();
    this.reset();
  }

  /** No longer waits for the server; it can be asked again later. */
  stopWaiting(): void {
    this.#running?.abort();
  }

  async undo(): Promise<void> {
    if (!this.report) return;
    try {
      this.undone = await undoImport(this.report.id);
      if (!importOpened()) toast(tn('import.removed', this.undone.removed));
    } catch (error) {
      toastProblem(error);
    }
  }

  reset(): void {
    this.into = '';
    this.step = 'choose';
    this.file = null;
    this.report = null;
    this.undone = null;
    this.failure = null;
  }
}

/** `crypto.randomUUID` is there over TLS and on this machine only. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const transfer = new Transfer();
