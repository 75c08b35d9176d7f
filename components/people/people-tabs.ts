export type PeopleTabName = 'people' | 'mailboxes';

/** The tab that an address means; who may not see people gets the mailboxes. */
export function tabOf(value: string | string[] | null | undefined, canSeePeople: boolean): PeopleTabName {
  return canSeePeople && value !== 'mailboxes' ? 'people' : 'mailboxes';
}
