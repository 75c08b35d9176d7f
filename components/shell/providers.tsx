'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { TimeZoneKeeper } from '@/components/shell/time-zone-keeper';
import { AnnouncerProvider } from '@/components/ui/announcer';
import { TooltipProvider } from '@/components/ui/tooltip';
import { getQueryClient } from '@/lib/console/query-client';

/** What every page stands in: the query cache, tooltips, and the regions in which results are announced. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={getQueryClient()}>
      <TooltipProvider>
        <AnnouncerProvider>
          <TimeZoneKeeper />
          {children}
        </AnnouncerProvider>
      </TooltipProvider>
    </QueryClientProvider>
  );
}
