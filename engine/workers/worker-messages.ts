import { z } from 'zod';

/** What a worker says to the process that started it. */
export const FromWorker = z.union([
  z.object({ ready: z.literal(true) }),
  /** Wants the figures of the others, given its own. */
  z.object({ wantsFigures: z.int() }),
  z.object({ figures: z.string(), for: z.object({ worker: z.int(), request: z.int() }) }),
]);
export type FromWorker = z.infer<typeof FromWorker>;

/** What it is told. */
export const ToWorker = z.union([
  z.object({ giveFiguresTo: z.object({ worker: z.int(), request: z.int() }) }),
  z.object({ allFigures: z.array(z.tuple([z.string(), z.string()])), request: z.int() }),
]);
export type ToWorker = z.infer<typeof ToWorker>;
