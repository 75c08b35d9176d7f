import { expect } from 'vitest';
import type { EasFormatCode } from '@/lib/protocol/eas/format-error';

/** The error of a document that is answered with this status. */
export const refused = (code: EasFormatCode, status: number): unknown =>
  expect.objectContaining({ name: 'EasFormatError', code, status });
