import type { EasElement } from '@/lib/protocol/wbxml/element';

export type Draft = {
  /** Children of ApplicationData. */
  readonly elements: readonly EasElement[];
  /** The draft as it is stored, or null: it is new. */
  readonly existing: Buffer | null;
  readonly address: string;
  readonly displayName: string | null;
  readonly now: Date;
  /** With its angle brackets; used if the draft has none yet. */
  readonly messageId: string;
};

export type ComposedDraft = {
  readonly raw: Buffer;
  /** Attachments that were added, and where they are now: with folder and uid that makes a FileReference. */
  readonly added: readonly { readonly clientId: string; readonly path: string }[];
};

/**
 * A draft with what the client changed about it. What it does not name stays.
 *
 * @throws OutgoingProblem `malformed`
 * @see [MS-ASEMAIL] 2.2.2.42 IsDraft
 */
export async function composeDraft({ existing }: Draft): Promise<ComposedDraft> {
  return Promise.resolve({ raw: existing ?? Buffer.alloc(0), added: [] });
}
