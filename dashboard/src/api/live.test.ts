import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLive } from './live.ts';

class FakeSource extends EventTarget {
  static opened: FakeSource[] = [];
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  closed = false;
  constructor(readonly url: string) {
    super();
    FakeSource.opened.push(this);
  }
  close() {
    this.closed = true;
  }
  say(type: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSource.opened = [];
  vi.stubGlobal('EventSource', FakeSource);
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const listen = () => {
  const heard: string[] = [];
  const close = openLive({
    onStored: (message) => heard.push(`stored ${message.events}`),
    onCards: (message) => heard.push(`cards ${message.changes}`),
    onSummary: (message) => heard.push(`summary ${message.red}`),
    onState: (state) => heard.push(state),
  });
  return { heard, close };
};

describe('the live line', () => {
  it('hands on what was stored, which cards changed and how the lamps stand', () => {
    const { heard } = listen();
    const [source] = FakeSource.opened;
    source!.onopen!();
    source!.say('stored', { events: 3 });
    source!.say('cards', { changes: 1 });
    source!.say('summary', { red: 2 });
    expect(heard).toEqual(['connecting', 'open', 'stored 3', 'cards 1', 'summary 2']);
  });

  it('opens itself again after a break, waiting longer each time', () => {
    listen();
    FakeSource.opened[0]!.onerror!();
    vi.advanceTimersByTime(1_000);
    expect(FakeSource.opened).toHaveLength(2);
    FakeSource.opened[1]!.onerror!();
    vi.advanceTimersByTime(1_999);
    expect(FakeSource.opened).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(FakeSource.opened).toHaveLength(3);
  });

  it('comes back at once when the browser is online again', () => {
    listen();
    FakeSource.opened[0]!.onerror!();
    window.dispatchEvent(new Event('online'));
    expect(FakeSource.opened).toHaveLength(2);
  });

  it('stays closed once closed', () => {
    const { close } = listen();
    FakeSource.opened[0]!.onerror!();
    close();
    vi.advanceTimersByTime(60_000);
    expect(FakeSource.opened).toHaveLength(1);
  });
});
