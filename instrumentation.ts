import type { Instrumentation } from 'next';
import { getRuntime } from '@/lib/console/runtime';

/** A page that failed, logged once; routes log their own faults. The digest is what the error page shows. */
export const onRequestError: Instrumentation.onRequestError = (error, request, context) => {
  const digest = error instanceof Error && 'digest' in error ? error.digest : undefined;
  getRuntime().log.error({ err: error, digest, route: context.routePath, method: request.method }, 'page failed');
};
