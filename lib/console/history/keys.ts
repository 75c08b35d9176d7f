/** Keys of the history. Apart from its queries, for every mutation of the console makes them stale. */
export const historyKeys = {
  all: ['history'] as const,
};
