import { join } from 'node:path';
import { consoleVariables } from '@/lib/config/console-config';
import { engineVariables } from '@/lib/config/engine-config';
import { childEnvironment, type Environment, pickVariables } from '@/lib/config/environment';
import { fleetVariables } from '@/lib/config/fleet-config';
import { variables } from '@/lib/config/variables';
import { bundles } from './build';
import { type Service, type ServiceOptions, startService } from './service';

export type ServicesOptions = Pick<ServiceOptions, 'records' | 'onLine' | 'onGiveUp' | 'timing'> & {
  root: string;
  /** Sources are run as they are and reloaded when they change. */
  isDev: boolean;
  /** Variables of Mobileadmin; each service gets only those that it reads. */
  environment: Environment;
};

/** Our own variables are handed to each process by name, and those that libraries read are never inherited by accident. */
const NEVER_INHERITED = [...Object.keys(variables), 'NEXTAUTH_URL', 'NEXTAUTH_SECRET', 'PORT', 'HOSTNAME'];

/** Starts the engine, which answers `/healthz` once it is up. */
export function startEngine(options: ServicesOptions): Service {
  const source = join(options.root, bundles.engine.source);
  const built = join(options.root, bundles.engine.output);
  return startService({
    ...options,
    name: 'engine',
    cwd: options.root,
    words: options.isDev ? ['--import', 'tsx', source] : [built],
    env: environmentFor(options, engineVariables),
  });
}

/** Starts the console. */
export function startConsole(options: ServicesOptions): Service {
  const source = join(options.root, bundles.console.source);
  const built = join(options.root, bundles.console.output);
  return startService({
    ...options,
    name: 'console',
    cwd: options.root,
    words: options.isDev ? ['--import', 'tsx', source, '--dev'] : [built],
    env: environmentFor(options, consoleVariables),
  });
}

/** Starts the simulated phones of the demo. Their one password goes by the environment, like every secret. */
export function startPhones(options: ServicesOptions, fleet: { engineUrl: string; count: number }): Service {
  const source = join(options.root, 'scripts/fleet.ts');
  return startService({
    ...options,
    name: 'phones',
    cwd: options.root,
    words: ['--import', 'tsx', source, '--engine', fleet.engineUrl, '--phones', String(fleet.count)],
    env: environmentFor(options, fleetVariables),
  });
}

function environmentFor({ environment, isDev }: ServicesOptions, names: readonly string[]): NodeJS.ProcessEnv {
  const own = { ...pickVariables(environment, names), NEXT_TELEMETRY_DISABLED: '1' };
  return childEnvironment(isDev ? 'development' : 'production', NEVER_INHERITED, own);
}
