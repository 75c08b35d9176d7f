import { resolve } from 'node:path';
import { defaultHost } from './engine-config';
import { type Environment, readEnvironment } from './environment';
import { readVariables } from './read-variables';
import { variables } from './variables';

export type StartConfig = ReturnType<typeof loadStartConfig>;

/**
 * Everything, for the start command and the command line of the server; with `.env` of the project, if there is one.
 *
 * @throws ConfigError with every complaint
 */
export function loadStartConfig(environment: Environment = readEnvironment()) {
  const values = readVariables(variables, environment);
  return Object.freeze({
    ...values,
    DATA_DIR: resolve(values.DATA_DIR),
    CONSOLE_HOST: values.CONSOLE_HOST ?? defaultHost(values),
    ENGINE_HOST: values.ENGINE_HOST ?? defaultHost(values),
  });
}
