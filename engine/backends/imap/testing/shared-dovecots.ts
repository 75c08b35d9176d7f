import { type Dovecot, startDovecot } from './dovecot';
import type { DovecotOptions } from './dovecot-configuration';

/** Dovecots of one test file: those that are wanted with the same options are one. */
export class SharedDovecots {
  private readonly servers = new Map<string, Promise<Dovecot>>();

  /** Starts it, unless it runs. */
  with(options: DovecotOptions): Promise<Dovecot> {
    const key = JSON.stringify(options);
    const server = this.servers.get(key) ?? startDovecot(options);
    this.servers.set(key, server);
    return server;
  }

  async stop(): Promise<void> {
    for (const server of this.servers.values()) await (await server).stop();
  }
}
