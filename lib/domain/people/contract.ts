import { z } from 'zod';

export const Role = z.enum(['administrator', 'helpdesk', 'auditor']);
export type Role = z.infer<typeof Role>;

export const EmailAddress = z.string().trim().toLowerCase().max(254).check(z.email());

/** At least twelve characters, as long as a passphrase may be; no composition rules (NIST SP 800-63B 3.1.1.2). */
export const NewPassword = z.string().min(12).max(256);

export const PersonName = z.string().trim().min(1).max(120);

export const PersonView = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: Role,
  createdAt: z.iso.datetime(),
  lastSignInAt: z.iso.datetime().nullable(),
  deactivatedAt: z.iso.datetime().nullable(),
  /** True for the person who asks. */
  isSelf: z.boolean(),
});
export type PersonView = z.infer<typeof PersonView>;

export const InvitationView = z.object({
  id: z.uuid(),
  purpose: z.enum(['invitation', 'password_reset']),
  email: z.string(),
  role: Role.nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type InvitationView = z.infer<typeof InvitationView>;

export const PeopleList = z.object({ people: z.array(PersonView), invitations: z.array(InvitationView) });
export type PeopleList = z.infer<typeof PeopleList>;

export const InvitePersonInput = z.strictObject({ email: EmailAddress, role: Role });
export type InvitePersonInput = z.infer<typeof InvitePersonInput>;

/** Shown once: the secret is not kept. The console makes `/mobileadmin/join/{token}` of it. */
export const LinkIssued = z.object({ id: z.uuid(), token: z.string(), expiresAt: z.iso.datetime() });
export type LinkIssued = z.infer<typeof LinkIssued>;

/** What the page behind a one-time link may show before it is used. */
export const LinkPreview = z.object({
  purpose: z.enum(['setup', 'invitation', 'password_reset']),
  email: z.string().nullable(),
  role: Role.nullable(),
});
export type LinkPreview = z.infer<typeof LinkPreview>;

/** Uses a link of any purpose. `email` and `name` only count where the link does not fix them. */
export const RedeemLinkInput = z.strictObject({
  token: z.string().min(20).max(200),
  email: EmailAddress.optional(),
  name: PersonName.optional(),
  password: NewPassword,
});
export type RedeemLinkInput = z.infer<typeof RedeemLinkInput>;

export const UpdatePersonInput = z.strictObject({
  id: z.uuid(),
  name: PersonName.optional(),
  role: Role.optional(),
  isActive: z.boolean().optional(),
});
export type UpdatePersonInput = z.infer<typeof UpdatePersonInput>;

export const PersonIdInput = z.strictObject({ id: z.uuid() });
export type PersonIdInput = z.infer<typeof PersonIdInput>;

export const ChangePasswordInput = z.strictObject({
  currentPassword: z.string().min(1).max(256),
  newPassword: NewPassword,
});
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>;

export const SignInInput = z.strictObject({
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: z.string().min(1).max(256),
});
export type SignInInput = z.infer<typeof SignInInput>;

/** Unattended set-up. */
export const FirstAdministratorInput = z.strictObject({
  email: EmailAddress,
  password: NewPassword,
  name: PersonName.default('Administrator'),
});
export type FirstAdministratorInput = z.input<typeof FirstAdministratorInput>;

/** Whose link was used: what the sign-in form is filled with next. */
export const LinkRedeemed = z.object({ email: z.string() });
export type LinkRedeemed = z.infer<typeof LinkRedeemed>;

export const LinkIdInput = z.strictObject({ id: z.uuid() });
export type LinkIdInput = z.infer<typeof LinkIdInput>;

/** The version that the caller's own session has to carry from now on; all others are over. */
export const PasswordChanged = z.object({ sessionVersion: z.number().int() });
export type PasswordChanged = z.infer<typeof PasswordChanged>;

/** Who has signed in, and what the session has to remember. */
export const SignedIn = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: Role,
  sessionVersion: z.number().int(),
});
export type SignedIn = z.infer<typeof SignedIn>;

/** Who is behind a session. */
export const SessionPerson = SignedIn.omit({ sessionVersion: true });
export type SessionPerson = z.infer<typeof SessionPerson>;

/** A person made with a password at once, by the command line of the server. */
export const AddPersonInput = z.strictObject({
  email: EmailAddress,
  name: PersonName,
  role: Role,
  password: NewPassword,
});
export type AddPersonInput = z.infer<typeof AddPersonInput>;

/** Who calls: a person with a session, or a token. For the interface, which shows the name and hides what the role may not do. */
export const Caller = z.object({
  kind: z.enum(['person', 'token']),
  id: z.uuid(),
  name: z.string(),
  role: Role,
  /** Null for a token. */
  email: z.string().nullable(),
});
export type Caller = z.infer<typeof Caller>;
