import { Problem } from '../api/http';
import { readImport } from '../api/imports';
import type { ImportReport } from '../api/types';

/** How long the server is asked before one is told that it does not answer. */
export const patience = 5 * 60_000;

/** No server answered: the connection failed, or a proxy says that there is nobody behind it. */
export function unanswered(error: unknown): boolean {
  return error instanceof Problem && [0, 502, 503, 504].includes(error.status);
}

/** Half a second at first, ten in the end. */
export function askingPause(attempt: number): number {
  return Math.min(10_000, 500 * 1.5 ** attempt);
}

/**
 * Asks what became of an import whose upload got no answer, until the server is back and the import has ended; `null`: it never began,
 * which is asked twice, since the upload may just be arriving. Throws the last failure after five minutes, and an AbortError when called off.
 */
export async function lastWord(id: string, tell: (report: ImportReport) => void, signal: AbortSignal): Promise<ImportReport | null> {
  const until = Date.now() + patience;
  let unknown = 0;
  for (let attempt = 0; ; attempt++) {
    let failure: unknown = new Problem(0, 'offline', '');
    try {
      const report = await readImport(id, signal);
      if (report.state !== 'running') return report;
      tell(report);
    } catch (error) {
      const missing = error instanceof Problem && error.status === 404;
      if (missing && ++unknown === 2) return null;
      if (!missing && !unanswered(error)) throw error;
      failure = error;
    }
    if (Date.now() > until) throw failure;
    await pause(askingPause(attempt), signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const stop = () => {
      clearTimeout(timer);
      fail(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      done();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
