/** Subscribers of system topics and their held connections (Streaming API over long polling). */
import { randomSecret } from '../../identity/tokens.ts';

/** Salesforce holds a connect for up to 110 seconds. */
const HOLD_MS = 110_000;
/** A client that has not called for this long is gone. */
const IDLE_MS = 5 * 60 * 1000;
/** A user has a client for each command that waits; the oldest gives way. */
const MOST_PER_USER = 20;

export interface TopicEvent {
  channel: string;
  data: unknown;
}

interface Client {
  userId: string;
  channels: Set<string>;
  queue: TopicEvent[];
  release: (() => void) | undefined;
  seen: number;
}

export class Topics {
  readonly #clients = new Map<string, Client>();

  open(userId: string): string {
    const now = Date.now();
    for (const [id, client] of this.#clients) if (now - client.seen > IDLE_MS) this.#clients.delete(id);
    const own = [...this.#clients].filter(([, client]) => client.userId === userId);
    for (const [oldest] of own.slice(0, Math.max(0, own.length - MOST_PER_USER + 1))) this.close(oldest, userId);
    const id = randomSecret(16);
    this.#clients.set(id, { userId, channels: new Set(), queue: [], release: undefined, seen: now });
    return id;
  }

  /** False for a client this user does not have. */
  subscribe(id: string, userId: string, channel: string): boolean {
    const client = this.#own(id, userId);
    client?.channels.add(channel);
    return client !== undefined;
  }

  close(id: string, userId: string): boolean {
    const client = this.#own(id, userId);
    client?.release?.();
    return client !== undefined && this.#clients.delete(id);
  }

  /** Events for a client: at once when some wait or `hold` is off, else when one comes or the hold ends. Undefined for no client. */
  async take(id: string, userId: string, hold: boolean): Promise<TopicEvent[] | undefined> {
    const client = this.#own(id, userId);
    if (!client) return undefined;
    client.release?.();
    if (hold && client.queue.length === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, HOLD_MS);
        client.release = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      client.release = undefined;
    }
    client.seen = Date.now();
    return client.queue.splice(0);
  }

  publish(event: TopicEvent): void {
    for (const client of this.#clients.values()) {
      if (!client.channels.has(event.channel)) continue;
      client.queue.push(event);
      client.release?.();
    }
  }

  /** Lets every held connection go, so that the server can close. */
  releaseAll(): void {
    for (const client of this.#clients.values()) client.release?.();
    this.#clients.clear();
  }

  #own(id: string, userId: string): Client | undefined {
    const client = this.#clients.get(id);
    if (client?.userId !== userId) return undefined;
    client.seen = Date.now();
    return client;
  }
}
