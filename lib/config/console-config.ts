import { type Environment } from './environment';
import { readVariables } from './read-variables';
import { authSecret, databaseUrl, variables } from './variables';

const shape = {
  DATABASE_URL: databaseUrl,
  AUTH_SECRET: authSecret,
  CONSOLE_PORT: variables.CONSOLE_PORT,
  ENGINE_PORT: variables.ENGINE_PORT,
  PUBLIC_URL: variables.PUBLIC_URL,
  TRUST_PROXY: variables.TRUST_PROXY,
  BACKEND: variables.BACKEND,
  LOG_LEVEL: variables.LOG_LEVEL,
};

export type ConsoleConfig = ReturnType<typeof loadConsoleConfig>;

/**
 * Read once, when the console's server first needs it.
 *
 * @throws ConfigError with every complaint
 */
export function loadConsoleConfig(environment: Environment = process.env) {
  return readVariables(shape, environment);
}
