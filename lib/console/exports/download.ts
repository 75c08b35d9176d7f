import type { Call } from '@/lib/console/http/answer';
import type { MediaType, Operation } from '@/lib/console/openapi/operation';

const CHUNK_CHARACTERS = 32_768;

export interface Download {
  /** Without date and ending. */
  readonly name: string;
  readonly media: MediaType;
  readonly parts: AsyncIterable<string>;
}

const endings: Record<MediaType, string> = {
  'text/csv': 'csv',
  'application/json': 'json',
  'text/event-stream': 'txt',
};

/** Parts gathered to chunks that are worth sending. */
async function* chunksOf(parts: AsyncIterable<string>): AsyncGenerator<string, void> {
  let chunk = '';
  for await (const part of parts) {
    chunk += part;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/**
 * Answers with a file that is read as it is sent, at the pace of the receiver, so that its size does not matter. A
 * refusal comes before the first byte; a failure later breaks the download off, so that a part is not taken for all.
 */
export async function download(call: Call<Operation>, { name, media, parts }: Download): Promise<Response> {
  const { ctx, runtime } = call;
  const chunks = chunksOf(parts);
  // Whatever the function refuses, it refuses before its first record.
  let next: IteratorResult<string, void> | null = await chunks.next();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { value, done } = next ?? (await chunks.next());
        next = null;
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        runtime.log.error({ requestId: ctx.requestId, err: error }, 'export broke off');
        controller.error(error);
      }
    },
    cancel: async () => {
      await chunks.return();
    },
  });
  const date = ctx.now().toISOString().slice(0, 10);
  return new Response(body, {
    headers: {
      'content-type': `${media}; charset=utf-8`,
      'content-disposition': `attachment; filename="${name}-${date}.${endings[media]}"`,
    },
  });
}
