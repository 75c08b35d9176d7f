'use client';

import { useEffect } from 'react';
import { keepSession } from '@/lib/console/auth/keep-session';

/** Keeps the session alive while somebody works in the page. */
export function SessionKeeper() {
  useEffect(() => keepSession(), []);
  return null;
}
