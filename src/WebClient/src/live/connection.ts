import type { HubConnection } from '@microsoft/signalr';
import { retryDelay } from './retryDelay';

/** What watches one environment over the page's connection. */
export interface Watcher {
  readonly environment: string;
  /** The connection is there, for the first time or again. */
  connected(connection: HubConnection): Promise<void>;
  reconnecting(): void;
  heard(event: { environment: string }): void;
  lost(): void;
}

/** One connection for all that the page watches: it is made for the first, and ends with the last. */
const watchers = new Set<Watcher>();
let connection: HubConnection | null = null;
/** Ends when the connection is there. */
let starting: Promise<void> | null = null;

const isConnected = (hub: HubConnection | null): hub is HubConnection => hub?.state === 'Connected';
const of = (environment: string) => [...watchers].filter((one) => one.environment === environment);

export async function join(watcher: Watcher): Promise<void> {
  watchers.add(watcher);
  if (isConnected(connection)) return watcher.connected(connection);
  await (starting ??= start());
}

export function leave(watcher: Watcher): void {
  if (!watchers.delete(watcher)) return;
  const { environment } = watcher;
  if (watchers.size === 0) {
    void connection?.stop();
    connection = null;
    starting = null;
  } else if (isConnected(connection) && of(environment).length === 0) void connection.invoke('Unwatch', environment).catch(() => undefined);
}

async function start(): Promise<void> {
  // The page is of use before the connection is: its code comes after the first rows.
  const { HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr').catch((error) => {
    starting = null;
    throw error;
  });
  if (watchers.size === 0 || connection) return;
  const hub = new HubConnectionBuilder()
    .withUrl('/live', { headers: { 'X-Requested-With': 'ContactOffice' } })
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (context) => retryDelay(context.previousRetryCount) })
    .configureLogging(LogLevel.None)
    .build();
  connection = hub;
  hub.on('changed', (event: { environment: string }) => of(event.environment).forEach((one) => one.heard(event)));
  hub.on('lost', (event: { environment: string }) => of(event.environment).forEach((one) => one.lost()));
  hub.onreconnecting(() => watchers.forEach((one) => one.reconnecting()));
  hub.onreconnected(() => void tellAll(hub));
  await connect(hub);
}

async function connect(hub: HubConnection): Promise<void> {
  for (let attempt = 0; hub === connection; attempt++) {
    try {
      await hub.start();
      return await tellAll(hub);
    } catch {
      if (attempt > 0) watchers.forEach((one) => one.reconnecting());
      await new Promise((done) => setTimeout(done, retryDelay(attempt)));
    }
  }
}

async function tellAll(hub: HubConnection): Promise<void> {
  await Promise.all([...watchers].map((one) => one.connected(hub)));
}
