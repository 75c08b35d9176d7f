import 'server-only';
import { headers } from 'next/headers';
import { loadConsoleConfig } from '@/lib/config/console-config';

/**
 * The address that phones use, as people type it into them: the public one, else this machine's name as the browser
 * knows it, with the engine's port.
 */
export async function engineAddress(): Promise<string> {
  const { PUBLIC_URL, ENGINE_PORT } = loadConsoleConfig();
  if (PUBLIC_URL) return new URL(PUBLIC_URL).host;
  const host = (await headers()).get('host') ?? 'localhost';
  const url = `http://${host}`;
  return `${URL.canParse(url) ? new URL(url).hostname : 'localhost'}:${ENGINE_PORT}`;
}
