import type { StartConfig } from '@/lib/config/start-config';

type AddressConfig = Pick<StartConfig, 'CONSOLE_HOST' | 'CONSOLE_PORT' | 'ENGINE_HOST' | 'ENGINE_PORT' | 'PUBLIC_URL'> &
  Partial<Pick<StartConfig, 'ENGINE_TLS_CERTIFICATE'>>;

export type Addresses = {
  /** For people. */
  console: string;
  engine: string;
  /** For this machine, to see whether they answer. */
  consoleHealth: string;
  engineHealth: string;
};

/** Where console and engine are reached: by people and phones, and from this machine. */
export function addressesOf(config: AddressConfig): Addresses {
  const { CONSOLE_HOST, CONSOLE_PORT, ENGINE_HOST, ENGINE_PORT, PUBLIC_URL } = config;
  const engineScheme = config.ENGINE_TLS_CERTIFICATE === undefined ? 'http' : 'https';
  const local = (host: string, port: number) => `${bracket(reachable(host))}:${port}`;
  const shown = (scheme: string, host: string, port: number) =>
    PUBLIC_URL?.replace(/\/+$/, '') ?? `${scheme}://${isHere(host) ? 'localhost' : bracket(host)}:${port}`;
  return {
    console: `${shown('http', CONSOLE_HOST, CONSOLE_PORT)}/mobileadmin`,
    engine: `${shown(engineScheme, ENGINE_HOST, ENGINE_PORT)}/Microsoft-Server-ActiveSync`,
    consoleHealth: `http://${local(CONSOLE_HOST, CONSOLE_PORT)}/mobileadmin/sign-in`,
    engineHealth: `${engineScheme}://${local(ENGINE_HOST, ENGINE_PORT)}/healthz`,
  };
}

const isEverywhere = (host: string) => host === '0.0.0.0' || host === '::';
const isHere = (host: string) =>
  isEverywhere(host) || host === 'localhost' || host === '::1' || host.startsWith('127.');
const reachable = (host: string) => (host === '::' ? '::1' : host === '0.0.0.0' ? '127.0.0.1' : host);
const bracket = (host: string) => (host.includes(':') ? `[${host}]` : host);
