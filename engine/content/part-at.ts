import type { MessagePart } from '@/engine/backends/contract';

/**
 * The part of a message that has this section number.
 *
 * @returns null if there is none, or if it is multipart: that is nothing to hand out
 */
export function partAt(structure: MessagePart, path: string): MessagePart | null {
  const open: MessagePart[] = [structure];
  for (let part = open.pop(); part; part = open.pop()) {
    const isMultipart = part.type.startsWith('multipart/');
    if (!isMultipart && part.path === path && path !== '') return part;
    // What is inside an attached message goes with it.
    if (isMultipart) open.push(...part.parts);
  }
  return null;
}
