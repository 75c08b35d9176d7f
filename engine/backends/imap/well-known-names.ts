import type { FolderKind } from '@/engine/backends/contract';

/** Names that mail programs gave their special folders and that imapflow does not know, in lower case. */
const names: Partial<Record<FolderKind, readonly string[]>> = {
  sent: ['courrier envoyé', 'correo enviado', 'skickade', 'skickade objekt', 'skickade meddelanden', 'odeslané zprávy'],
  drafts: ['entwurf', 'rozepsané zprávy'],
  trash: ['eliminados', 'papirkurven', 'odstraněné', 'smazané'],
  junk: ['spamverdacht', 'unerwünscht', 'nevyžádané'],
};

const kindOf = new Map(
  Object.entries(names).flatMap(([kind, list]) =>
    // The keys of the table are kinds: its type says so, which Object.entries forgets.
    list.map((name): [string, FolderKind] => [name, kind as FolderKind]),
  ),
);

/** What a folder of this name is usually for; null if the name says nothing. */
export function kindByName(name: string): FolderKind | null {
  return kindOf.get(name.trim().toLowerCase().normalize('NFKC')) ?? null;
}
