import { z } from 'zod';
import type { FieldError, Problem } from '@/lib/console/http/api-problem';
import { DomainError, errorCatalog, type ErrorCode } from '@/lib/errors/domain-error';

const RETRY_AFTER_SECONDS = 5;

/** Where a code is explained: in the reference page of this very console. */
export const problemType = (code: ErrorCode): string => `/mobileadmin/api#error-${code}`;

/** Fields that zod did not accept, each by its JSON pointer (RFC 6901). */
function fieldErrors(error: z.ZodError): FieldError[] {
  const escape = (part: PropertyKey) => String(part).replaceAll('~', '~0').replaceAll('/', '~1');
  return error.issues.map(({ path, code, message }) => ({
    pointer: path.map((part) => `/${escape(part)}`).join(''),
    code,
    detail: message,
  }));
}

/** The refusal that an error stands for; null if it is a fault. */
export function refusalOf(error: unknown): { code: ErrorCode; problem: Partial<Problem> } | null {
  if (error instanceof z.ZodError) return { code: 'invalid_input', problem: { errors: fieldErrors(error) } };
  if (!(error instanceof DomainError)) return null;
  const details = Object.keys(error.details).length > 0 ? { details: { ...error.details } } : {};
  return { code: error.code, problem: details };
}

/** Headers that say more about a refusal to those who do not read its body. */
function headersOf(code: ErrorCode, problem: Partial<Problem>): Record<string, string> {
  const { status } = errorCatalog[code];
  if (status === 401) return { 'www-authenticate': 'Bearer realm="mobileadmin"' };
  if (code === 'service_unavailable') return { 'retry-after': String(RETRY_AFTER_SECONDS) };
  const wait = problem.details?.['retryAfterSeconds'];
  return typeof wait === 'number' ? { 'retry-after': String(Math.ceil(wait)) } : {};
}

/** The answer to a request that was refused, or that failed: `application/problem+json` (RFC 9457). */
export function problemResponse(code: ErrorCode, requestId: string, problem: Partial<Problem> = {}): Response {
  const { status, title } = errorCatalog[code];
  const body: Problem = { type: problemType(code), title, status, code, requestId, ...problem };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headersOf(code, problem) },
  });
}
