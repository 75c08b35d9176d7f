import { parseArgs } from 'node:util';
import { StartError } from './start-error';

export type StartArguments = {
  /** Sources are run as they are and reloaded when they change. */
  isDev: boolean;
  /** How many simulated phones call in; 0: none. */
  phones: number;
};

const DEMO_PHONES = 40;
const MOST_PHONES = 10_000;

/**
 * Reads `--dev` and `--demo [--phones N]`.
 *
 * @throws StartError on anything else
 */
export function readArguments(words: readonly string[]): StartArguments {
  const options = { dev: { type: 'boolean' }, demo: { type: 'boolean' }, phones: { type: 'string' } } as const;
  const usage = 'Usage: npm start | npm run dev | npm run demo -- [--phones N]';
  try {
    const { values } = parseArgs({ args: [...words], options, strict: true });
    const phones = values.phones === undefined ? DEMO_PHONES : Number(values.phones);
    const isValid = Number.isInteger(phones) && phones >= 1 && phones <= MOST_PHONES;
    if (!isValid || (values.phones !== undefined && values.demo !== true)) throw new StartError(usage);
    return { isDev: values.dev === true, phones: values.demo === true ? phones : 0 };
  } catch (cause) {
    throw new StartError(usage, { cause });
  }
}
