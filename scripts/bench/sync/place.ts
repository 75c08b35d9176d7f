import { type Dovecot, startDovecot } from '@/engine/backends/imap/testing/dovecot';
import { type Server, startEngineProcess } from '../push/servers';
import { fillDemo, type Filling, fillDovecot } from './fill-mailboxes';

/** An engine with its mail store. */
export type Place = {
  readonly name: string;
  readonly server: Server;
  readonly dovecot: Dovecot | null;
  readonly fill: (filling: Filling) => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type PlaceOptions = {
  readonly bundle: string;
  readonly databaseUrl: string;
  readonly workers: number;
  readonly nodeOptions: readonly string[];
};

const CONNECTIONS = 600;

export async function startDemoPlace({ bundle, databaseUrl, nodeOptions }: PlaceOptions): Promise<Place> {
  const server = await startEngineProcess(bundle, { databaseUrl, tls: null, nodeOptions });
  const fill = (filling: Filling) => fillDemo(server.port, filling);
  return { name: 'demo', server, dovecot: null, fill, stop: server.stop };
}

export async function startDovecotPlace(options: PlaceOptions): Promise<Place> {
  const { bundle, databaseUrl, workers, nodeOptions } = options;
  const dovecot = await startDovecot({ connections: CONNECTIONS });
  const environment = {
    BACKEND: 'imap',
    IMAP_URL: `imap://127.0.0.1:${dovecot.port}?domain=example.com`,
    SMTP_URL: 'smtps://127.0.0.1:1',
    ENGINE_WORKERS: String(workers),
  };
  const server = await startEngineProcess(bundle, { databaseUrl, tls: null, environment, nodeOptions });
  const stop = async () => {
    await server.stop();
    await dovecot.stop();
  };
  return { name: 'Dovecot', server, dovecot, fill: (filling) => fillDovecot(dovecot, filling), stop };
}
