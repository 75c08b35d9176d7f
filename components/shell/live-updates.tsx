'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { connectEvents } from '@/lib/console/events';

/** A connection that is made anew at once is not worth a word. */
const PATIENCE_MS = 4000;

/** Keeps what the pages show true by the event stream, and says so when it cannot. */
export function LiveUpdates() {
  const t = useTranslations('shell.connection');
  const queryClient = useQueryClient();
  const [isLost, setIsLost] = useState(false);

  useEffect(() => {
    let patience: ReturnType<typeof setTimeout> | undefined;
    const disconnect = connectEvents(queryClient, (isLive) => {
      if (isLive) {
        clearTimeout(patience);
        patience = undefined;
        setIsLost(false);
      } else {
        patience ??= setTimeout(() => setIsLost(true), PATIENCE_MS);
      }
    });
    return () => {
      clearTimeout(patience);
      disconnect();
    };
  }, [queryClient]);

  // The region is there before it has anything to say, or it would not be read out.
  return (
    <div role="status">
      {isLost && (
        <Alert tone="warning" title={t('lost')} className="mb-4">
          <p>{t('lostHint')}</p>
        </Alert>
      )}
    </div>
  );
}
