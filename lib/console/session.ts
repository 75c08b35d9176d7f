import 'server-only';
import { randomUUID } from 'node:crypto';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { findActor } from '@/lib/console/auth/authenticate';
import { signInUrl } from '@/lib/console/auth/next-page';
import { anonymous } from '@/lib/console/http/answer';
import { addressOf } from '@/lib/console/http/client-address';
import { PAGE_PATH_HEADER } from '@/lib/console/http/page-path';
import { getRuntime } from '@/lib/console/runtime';
import type { DomainContext } from '@/lib/domain/context';

/**
 * The context of a page: who asks, and what they ask with. Looked up once a request, however many parts of the page
 * ask for it.
 *
 * @returns null if nobody is signed in
 */
export const findContext = cache(async (): Promise<DomainContext | null> => {
  const [cookieStore, headerStore] = await Promise.all([cookies(), headers()]);
  const runtime = getRuntime();
  const values = Object.fromEntries(cookieStore.getAll().map(({ name, value }) => [name, value]));
  // A page is opened by people: a token of a script has no business here.
  const actor = await findActor(runtime, { headers: new Headers(), cookies: values, method: 'GET' });
  const { db, now } = runtime;
  return actor && { db, now, actor, requestId: randomUUID(), address: addressOf(headerStore) };
});

/** The context of a page that only signed-in people see; everybody else is led to the sign-in page, and back after. */
export async function requireContext(): Promise<DomainContext> {
  const ctx = await findContext();
  if (ctx) return ctx;
  const path = (await headers()).get(PAGE_PATH_HEADER) ?? '/mobileadmin';
  return redirect(signInUrl(path));
}

/** The context of a page that people open by a one-time link, before they have a session. */
export async function openContext(): Promise<DomainContext> {
  const { db, now } = getRuntime();
  return { db, now, actor: anonymous, requestId: randomUUID(), address: addressOf(await headers()) };
}
