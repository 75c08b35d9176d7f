import type { Instrumentation } from 'next';
import { noteClientAddresses } from '@/lib/console/http/client-address';
import { getRuntime } from '@/lib/console/runtime';

/** Runs once, before the first request: a configuration that is not usable ends the start, not somebody's request. */
export function register(): void {
  noteClientAddresses(getRuntime().config.TRUST_PROXY);
}

/** A page that failed; routes log their own faults. The digest is what the error page shows. */
export const onRequestError: Instrumentation.onRequestError = (error, request, context) => {
  const digest = error instanceof Error && 'digest' in error ? error.digest : undefined;
  getRuntime().log.error({ err: error, digest, path: request.path, route: context.routePath }, 'page failed');
};
