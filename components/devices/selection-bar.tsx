'use client';

import { RotateCcw, UserMinus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BulkCommandDialog } from '@/components/devices/bulk-command-dialog';
import { Button } from '@/components/ui/button';
import type { CommandKind } from '@/lib/domain/commands/contract';

/** As many as the API takes in one request. */
const SELECTION_LIMIT = 200;

interface SelectionBarProps {
  deviceIds: readonly string[];
  onClear: () => void;
}

/** What can be done with the ticked devices. Stays in sight below the rows. */
export function SelectionBar({ deviceIds, onClear }: SelectionBarProps) {
  const t = useTranslations('devices.list');
  const [kind, setKind] = useState<CommandKind | null>(null);
  const count = deviceIds.length;
  const isTooMany = count > SELECTION_LIMIT;
  return (
    <section
      aria-label={t('selectionLabel')}
      className="sticky bottom-0 z-20 mt-2 flex flex-wrap items-center gap-2 rounded-md border border-line-strong bg-raised px-3 py-2 shadow-float"
    >
      <p role="status" className="me-2 font-medium">
        {t('selected', { count })}
      </p>
      {isTooMany ? (
        <p className="text-danger-ink">{t('tooMany', { limit: SELECTION_LIMIT })}</p>
      ) : (
        <>
          <Button size="sm" variant="danger-quiet" icon={RotateCcw} onClick={() => setKind('wipe')}>
            {t('wipeSelected')}
          </Button>
          <Button size="sm" variant="danger-quiet" icon={UserMinus} onClick={() => setKind('delete')}>
            {t('deleteSelected')}
          </Button>
        </>
      )}
      <Button size="sm" variant="ghost" onClick={onClear}>
        {t('clearSelection')}
      </Button>
      {kind && (
        <BulkCommandDialog
          kind={kind}
          deviceIds={deviceIds}
          onClose={() => setKind(null)}
          onQueued={() => {
            setKind(null);
            onClear();
          }}
        />
      )}
    </section>
  );
}
