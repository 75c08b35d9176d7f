import { type Environment } from './environment';
import { readVariables } from './read-variables';
import { variables } from './variables';

const shape = { DEMO_PASSWORD: variables.DEMO_PASSWORD, LOG_LEVEL: variables.LOG_LEVEL };

/** What the simulated phones read; nothing else is handed to them. */
export const fleetVariables = Object.keys(shape);

/**
 * Read once, in `scripts/fleet.ts`.
 *
 * @throws ConfigError with every complaint
 */
export function loadFleetConfig(environment: Environment = process.env) {
  return readVariables(shape, environment);
}
