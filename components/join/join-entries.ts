import { EmailAddress, NewPassword, PersonName, type LinkPreview } from '@/lib/domain/people/contract';

export interface JoinEntries {
  email: string;
  name: string;
  password: string;
}
export type JoinField = keyof JoinEntries;

/** Text of `join` that says what is wrong with an entry. */
interface EntryError {
  key: 'emailMissing' | 'emailInvalid' | 'nameMissing' | 'passwordTooShort' | 'passwordTooLong';
  /** How many characters a password lacks. */
  missing?: number;
}

const MIN_PASSWORD_LENGTH = 12;

/** What has to be entered: only what the link does not fix. A new password needs no name, for the person has one. */
export function joinFields(link: LinkPreview): JoinField[] {
  if (link.purpose === 'password_reset') return ['password'];
  return link.email === null ? ['email', 'name', 'password'] : ['name', 'password'];
}

/** What is wrong with each entry, by the schemas that the server checks with. */
export function joinEntryErrors(
  entries: JoinEntries,
  fields: readonly JoinField[],
): Partial<Record<JoinField, EntryError>> {
  const checks: Record<JoinField, () => EntryError | undefined> = {
    email: () => {
      if (entries.email.trim() === '') return { key: 'emailMissing' };
      return EmailAddress.safeParse(entries.email).success ? undefined : { key: 'emailInvalid' };
    },
    name: () => (PersonName.safeParse(entries.name).success ? undefined : { key: 'nameMissing' }),
    password: () => {
      if (NewPassword.safeParse(entries.password).success) return undefined;
      const missing = MIN_PASSWORD_LENGTH - entries.password.length;
      return missing > 0 ? { key: 'passwordTooShort', missing } : { key: 'passwordTooLong' };
    },
  };
  return Object.fromEntries(fields.map((field) => [field, checks[field]()]));
}
