import type { MessagePart } from './contract';

/** Whether a message holds something that was sent to be kept as a file. Pictures shown in its text do not count. */
export function hasAttachment({ type, disposition, fileName, contentId, parts }: MessagePart): boolean {
  if (disposition === 'attachment' || type === 'message/rfc822') return true;
  if (parts.length > 0) return parts.some(hasAttachment);
  return fileName !== null && contentId === null;
}
