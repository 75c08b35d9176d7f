/** Keys of policies. Apart from their queries: mailboxes make them stale, and they mailboxes. */
export const policyKeys = {
  all: ['policies'] as const,
};
