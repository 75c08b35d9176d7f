import type { Answer } from '@/engine/answer';
import type { Exchange } from '@/engine/exchange';

/** Serves one EAS command of a device that is signed in, let in, and follows its policy. */
export type Handler = (exchange: Exchange) => Promise<Answer>;
