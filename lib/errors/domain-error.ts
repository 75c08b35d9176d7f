/** Every refusal the product can answer with. The code is API: never rename one, never reuse one. */
export const errorCatalog = {
  signed_out: { status: 401, title: 'Not signed in' },
  sign_in_refused: { status: 401, title: 'E-mail address or password is wrong' },
  sign_in_throttled: { status: 429, title: 'Too many failed sign-ins; try again later' },
  token_invalid: { status: 401, title: 'The token is not valid' },
  permission_denied: { status: 403, title: 'Permission denied' },
  not_found: { status: 404, title: 'There is no such page or resource' },
  device_not_found: { status: 404, title: 'Device not found' },
  mailbox_not_found: { status: 404, title: 'Mailbox not found' },
  group_not_found: { status: 404, title: 'Group not found' },
  command_not_found: { status: 404, title: 'Command not found' },
  policy_not_found: { status: 404, title: 'Policy not found' },
  exception_not_found: { status: 404, title: 'Exception not found' },
  person_not_found: { status: 404, title: 'Person not found' },
  token_not_found: { status: 404, title: 'Token not found' },
  link_not_usable: { status: 410, title: 'The link has expired, was withdrawn or has been used' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  content_type_unsupported: { status: 415, title: 'The request body must be JSON' },
  cross_site_refused: { status: 403, title: 'The request came from another site' },
  command_already_open: { status: 409, title: 'The device already has an open command' },
  command_not_cancellable: { status: 409, title: 'The command has already been delivered' },
  command_closed: { status: 409, title: 'The command has already ended' },
  confirmation_mismatch: { status: 422, title: 'The name typed is not the name of the device' },
  idempotency_key_reused: { status: 422, title: 'The idempotency key was used for another request' },
  device_not_blocked: { status: 409, title: 'The device is not refused' },
  access_changed_meanwhile: { status: 409, title: 'The access rules were changed by someone else meanwhile' },
  access_rule_not_found: { status: 404, title: 'Access rule not found' },
  device_not_auto_blocked: { status: 409, title: 'The device is not blocked automatically' },
  not_former_device: { status: 409, title: 'The two devices do not look like the same phone' },
  nothing_to_carry_over: { status: 409, title: 'There is no decision to carry over' },
  former_device_kept: { status: 409, title: 'The former device is refused or has an open command, and must stay' },
  device_not_looping: { status: 409, title: 'The device is not going round in circles' },
  policy_name_taken: { status: 409, title: 'A policy of this name exists' },
  policy_in_use: { status: 409, title: 'The policy is assigned' },
  policy_is_default: { status: 409, title: 'The default policy cannot be deleted' },
  policy_changed_meanwhile: { status: 409, title: 'The policy was changed by someone else meanwhile' },
  group_name_taken: { status: 409, title: 'A group of this name exists' },
  group_changed_meanwhile: { status: 409, title: 'The group was changed by someone else meanwhile' },
  groups_changed_meanwhile: { status: 409, title: 'The groups were changed by someone else meanwhile' },
  exception_overlaps: { status: 409, title: 'There is already an exception like this at that time' },
  exception_renewed: { status: 409, title: 'The exception has already been renewed' },
  folders_changed_meanwhile: { status: 409, title: 'The folders were changed meanwhile' },
  exception_ended: { status: 409, title: 'The exception has already ended' },
  person_exists: { status: 409, title: 'A person with this e-mail address exists' },
  last_administrator: { status: 409, title: 'The last administrator cannot be removed or demoted' },
  setup_done: { status: 409, title: 'The first administrator exists already' },
  notices_not_set_up: { status: 409, title: 'Mail is not set up for notices' },
  wrong_password: { status: 422, title: 'The current password is wrong' },
  cursor_invalid: { status: 422, title: 'The page cursor is not valid' },
  invalid_input: { status: 422, title: 'The input is not valid' },
  body_too_large: { status: 413, title: 'The request body is too large' },
  service_unavailable: { status: 503, title: 'Temporarily unavailable' },
  internal_error: { status: 500, title: 'Something failed here' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorCatalog;

/** Facts that the interface needs to explain a refusal in the reader's language, e.g. when a command was delivered. */
export type ErrorDetails = Readonly<Record<string, string | number | null>>;

/** A refusal, not a fault: the rules do not allow what was asked. `message` is for the log, never for people. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly details: ErrorDetails;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions & { details?: ErrorDetails },
  ) {
    super(message, options);
    this.details = options?.details ?? {};
  }
}
