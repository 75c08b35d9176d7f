import { z } from 'zod';

const Visibility = z.record(z.string().max(60), z.boolean());

/** What `useColumnVisibility` wrote into its cookie; nothing chosen if it is absent or not ours. */
export function readColumnVisibility(cookieValue: string | undefined): Record<string, boolean> {
  if (!cookieValue) return {};
  try {
    return Visibility.catch({}).parse(JSON.parse(cookieValue));
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
