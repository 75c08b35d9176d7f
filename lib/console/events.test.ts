import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connectEvents } from '@/lib/console/events';

/** The far end of the stream, in place of a server. */
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static opened: Stream[] = [];
  readyState = 1;

  constructor(readonly url: string) {
    super();
    Stream.opened.push(this);
  }

  close(): void {
    this.readyState = Stream.CLOSED;
  }

  says(event: string, data: object = {}): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }));
  }

  /** The server answers with something other than a stream: browsers give up then. */
  isRefused(): void {
    this.readyState = Stream.CLOSED;
    this.dispatchEvent(new Event('error'));
  }
}

class Page extends EventTarget {
  hidden = false;
  readonly visited: string[] = [];
  readonly location = {
    pathname: '/mobileadmin/devices',
    search: '?state=silent',
    assign: (to: string) => this.visited.push(to),
  };

  turns(hidden: boolean): void {
    this.hidden = hidden;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

let page: Page;
let client: QueryClient;
let stop: () => void;

const last = () => Stream.opened.at(-1);
const isStale = (...key: string[]) => client.getQueryState(key)?.isInvalidated;
const refresh = () => {
  for (const key of [
    ['devices', 'list'],
    ['people', 'list'],
  ])
    client.setQueryData(key, 1);
};

beforeEach(() => {
  vi.useFakeTimers();
  page = new Page();
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', page);
  vi.stubGlobal('EventSource', Stream);
  Stream.opened = [];
  client = new QueryClient();
  stop = connectEvents(client);
  last()?.says('ready');
  vi.advanceTimersByTime(3_000);
  refresh();
});

afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the event connection', () => {
  it('makes stale what shows a change, and nothing else', () => {
    last()?.says('change', { topic: 'devices' });
    vi.advanceTimersByTime(300);
    expect([isStale('devices', 'list'), isStale('people', 'list')]).toEqual([true, false]);
  });

  it('takes a burst for one change, and does not ask again at every signal of a busy fleet', () => {
    const invalidate = vi.spyOn(client, 'invalidateQueries');
    for (let time = 0; time < 6_000; time += 100) {
      last()?.says('change', { topic: 'tokens' });
      vi.advanceTimersByTime(100);
    }
    expect(invalidate.mock.calls.length).toBeLessThanOrEqual(4);
  });

  it('makes everything stale after each gap, the one before it first connected among them', () => {
    last()?.says('ready');
    vi.advanceTimersByTime(300);
    expect(isStale('people', 'list')).toBe(true);
  });

  it.each([
    ['when the server lost touch itself', 'resync', {}],
    ['at a topic of a newer server', 'change', { topic: 'weather' }],
  ])('makes everything stale %s', (_when, event, data) => {
    last()?.says(event, data);
    vi.advanceTimersByTime(300);
    expect([isStale('devices', 'list'), isStale('people', 'list')]).toEqual([true, true]);
  });

  it('tries again when it was refused, less and less often', () => {
    for (const [attempt, pauseMs] of [5_000, 10_000, 20_000, 40_000, 60_000, 60_000].entries()) {
      last()?.isRefused();
      vi.advanceTimersByTime(pauseMs - 1);
      expect(Stream.opened).toHaveLength(attempt + 1);
      vi.advanceTimersByTime(1);
      expect(Stream.opened).toHaveLength(attempt + 2);
    }
  });

  it('leads to the sign-in page when it was refused because the session is over', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 401 })));
    last()?.isRefused();
    await vi.waitFor(() => expect(page.visited).toHaveLength(1));
    expect(page.visited[0]).toMatch(/^\/mobileadmin\/sign-in\?/);
    vi.advanceTimersByTime(60_000);
    expect(Stream.opened).toHaveLength(1);
  });

  it('is given back by a tab that nobody looks at, and made again when somebody does', () => {
    page.turns(true);
    vi.advanceTimersByTime(30_000);
    expect(last()?.readyState).toBe(Stream.CLOSED);
    page.turns(false);
    expect(Stream.opened).toHaveLength(2);
    last()?.says('ready');
    vi.advanceTimersByTime(300);
    expect(isStale('devices', 'list')).toBe(true);
  });

  it('stays for a tab that is left for a moment', () => {
    page.turns(true);
    vi.advanceTimersByTime(10_000);
    page.turns(false);
    vi.advanceTimersByTime(60_000);
    expect(Stream.opened).toHaveLength(1);
    expect(last()?.readyState).toBe(1);
  });

  it('leads to the sign-in page, and back from there, when the server says that the session is over', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 401 })));
    last()?.says('end');
    await vi.waitFor(() => expect(page.visited).toHaveLength(1));
    expect(page.visited).toEqual(['/mobileadmin/sign-in?next=%2Fmobileadmin%2Fdevices%3Fstate%3Dsilent']);
    expect(last()?.readyState).toBe(Stream.CLOSED);
  });

  it('is made anew when the session was replaced by another, and the page stays', async () => {
    const fetching = vi.fn<typeof fetch>(() => Promise.resolve(new Response(null, { status: 200 })));
    vi.stubGlobal('fetch', fetching);
    last()?.says('end');
    await vi.waitFor(() => expect(fetching).toHaveBeenCalledOnce());
    await vi.advanceTimersByTimeAsync(5_000);
    expect(Stream.opened).toHaveLength(2);
    expect(page.visited).toEqual([]);
  });

  it('stops for good when the page is left', () => {
    last()?.says('change', { topic: 'devices' });
    stop();
    page.turns(false);
    vi.advanceTimersByTime(120_000);
    expect(Stream.opened).toHaveLength(1);
    expect(isStale('devices', 'list')).toBe(false);
  });
});
