import { DomainError, type ErrorCode } from '@/lib/errors/domain-error';

/** True if the domain refused with this very code; anything else is not the page's to handle. */
export function isRefusal(error: unknown, code: ErrorCode): boolean {
  return error instanceof DomainError && error.code === code;
}
