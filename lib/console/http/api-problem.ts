import { z } from 'zod';
import { errorCatalog, type ErrorCode, type ErrorDetails } from '@/lib/errors/domain-error';

/** `unreachable` is said by the browser itself: no answer came, or none that this console gives. */
export type ProblemCode = ErrorCode | 'unreachable';

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalog, code);

/** One field that was not accepted: where in the input, and what zod says about it. `code` is translated, never `detail`. */
export const FieldError = z.object({ pointer: z.string(), code: z.string(), detail: z.string() });
export type FieldError = z.infer<typeof FieldError>;

/** Body of every refusal, `application/problem+json` (RFC 9457). */
export const Problem = z.object({
  /** Address of the code's explanation. */
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  /** Stable name of the refusal; the only part to decide by. */
  code: z.string(),
  /** Names this request in the server's log. */
  requestId: z.string(),
  /** Facts about the refusal, by code. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional(),
  /** Fields that were not accepted, with `invalid_input`. */
  errors: z.array(FieldError).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** A refusal as the interface sees it. It is told by `code`, in the reader's language; no text of the server is shown. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ProblemCode;
  readonly status: number;
  readonly requestId: string | null;
  readonly details: ErrorDetails;
  readonly errors: readonly FieldError[];

  constructor(problem: Problem | null, options?: ErrorOptions) {
    super(problem?.code ?? 'unreachable', options);
    // A code this page does not know was made by a newer server: to the reader that is a failure like any other.
    const known = problem && isErrorCode(problem.code) ? problem.code : 'internal_error';
    this.code = problem ? known : 'unreachable';
    this.status = problem?.status ?? 0;
    this.requestId = problem?.requestId ?? null;
    this.details = problem?.details ?? {};
    this.errors = problem?.errors ?? [];
  }
}
