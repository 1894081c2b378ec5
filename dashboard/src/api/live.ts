/**
 * The live line (server-sent events). It opens itself again after any break, waiting a little longer each time up to
 * half a minute, and at once when the browser comes back online or the tab is looked at again.
 */
import type { LiveCards, LiveStored, LiveSummary } from '@mingcha/analytics/contract';

export type LiveState = 'connecting' | 'open' | 'lost';
export interface LiveHandlers {
  onStored(message: LiveStored): void;
  onCards(message: LiveCards): void;
  onSummary(message: LiveSummary): void;
  onState(state: LiveState): void;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

export function openLive(handlers: LiveHandlers, url = '/api/v1/live'): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT_MS;
  let closed = false;

  const connect = () => {
    clearTimeout(timer);
    source?.close();
    if (closed) return;
    handlers.onState('connecting');
    source = new EventSource(url);
    source.onopen = () => {
      wait = FIRST_WAIT_MS;
      handlers.onState('open');
    };
    source.addEventListener('stored', (event) => handlers.onStored(JSON.parse(event.data) as LiveStored));
    source.addEventListener('cards', (event) => handlers.onCards(JSON.parse(event.data) as LiveCards));
    source.addEventListener('summary', (event) => handlers.onSummary(JSON.parse(event.data) as LiveSummary));
    source.onerror = () => {
      handlers.onState('lost');
      source?.close();
      source = null;
      timer = setTimeout(connect, wait);
      wait = Math.min(LONGEST_WAIT_MS, wait * 2);
    };
  };
  const wake = () => {
    if (!source && document.visibilityState !== 'hidden') connect();
  };
  window.addEventListener('online', wake);
  document.addEventListener('visibilitychange', wake);
  connect();

  return () => {
    closed = true;
    clearTimeout(timer);
    source?.close();
    window.removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', wake);
  };
}
