import type { ImapFlow } from 'imapflow';
import { openFolder } from './open-folder';
import { uidSets } from './uid-sets';
import { type MessageText, textKey, type TextWish } from '@/engine/backends/contract';
import { decodeText, storedBytesFor } from '@/engine/backends/decode-text';

/** Of one answer of the server; more messages take another command. */
const ANSWER_BYTES = 16 * 1024 * 1024;

type Group = { readonly path: string; readonly maxLength: number; readonly wishes: TextWish[] };

/** Texts of messages, with one FETCH for all that have them in the same place. */
export async function fetchTexts(
  client: ImapFlow,
  path: string,
  wishes: readonly TextWish[],
): Promise<Map<string, MessageText>> {
  const texts = new Map<string, MessageText>();
  if (wishes.length === 0) return texts;
  return openFolder(client, { path, isChanged: false }, async () => {
    for (const group of groupByPlace(wishes)) await fetchGroup(client, group, texts);
    return texts;
  });
}

async function fetchGroup(client: ImapFlow, { path, maxLength, wishes }: Group, texts: Map<string, MessageText>) {
  const wished = new Map(wishes.map((wish) => [wish.uid, wish]));
  const query = { uid: true, flags: true, bodyParts: [{ key: path, start: 0, maxLength }] };
  const atOnce = Math.max(1, Math.floor(ANSWER_BYTES / maxLength));
  const uids = [...wished.keys()];
  for (let start = 0; start < uids.length; start += atOnce) {
    for (const set of uidSets(uids.slice(start, start + atOnce))) {
      for (const { uid, flags, bodyParts } of await client.fetchAll(set, query, { uid: true })) {
        const wish = wished.get(uid);
        const octets = bodyParts?.get(path);
        if (!wish || !octets || flags?.has('\\Deleted')) continue;
        const isWhole = octets.length < maxLength;
        texts.set(textKey(uid, path), decodeText(wish.part, { octets, isWhole }, wish.limitBytes));
      }
    }
  }
}

/** What is wanted in similar length is fetched together: the lengths are those of the device, or of all of it. */
function groupByPlace(wishes: readonly TextWish[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const wish of wishes) {
    const maxLength = storedBytesFor(wish.limitBytes, wish.part);
    const key = `${wish.part.path} ${maxLength}`;
    const group = groups.get(key) ?? { path: wish.part.path, maxLength, wishes: [] };
    group.wishes.push(wish);
    groups.set(key, group);
  }
  return groups.values();
}
