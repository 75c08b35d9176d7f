import { defaultHost } from './engine-config';
import { type Environment } from './environment';
import { readVariables } from './read-variables';
import { authSecret, databaseUrl, variables } from './variables';

const shape = {
  DATABASE_URL: databaseUrl,
  AUTH_SECRET: authSecret,
  CONSOLE_PORT: variables.CONSOLE_PORT,
  CONSOLE_HOST: variables.CONSOLE_HOST,
  ENGINE_PORT: variables.ENGINE_PORT,
  PUBLIC_URL: variables.PUBLIC_URL,
  TRUST_PROXY: variables.TRUST_PROXY,
  BACKEND: variables.BACKEND,
  DEMO_PUBLIC: variables.DEMO_PUBLIC,
  LOG_LEVEL: variables.LOG_LEVEL,
};

/** What the console reads; nothing else is handed to it. */
export const consoleVariables = Object.keys(shape);

export type ConsoleConfig = ReturnType<typeof loadConsoleConfig>;

/**
 * Read once, when the console's server first needs it.
 *
 * @throws ConfigError with every complaint
 */
export function loadConsoleConfig(environment: Environment = process.env) {
  const values = readVariables(shape, environment);
  return Object.freeze({ ...values, CONSOLE_HOST: values.CONSOLE_HOST ?? defaultHost(values) });
}
