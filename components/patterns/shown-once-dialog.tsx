'use client';

/*
 * <ShownOnceDialog title="Invitation for anna@…" text="…what to do with it…" label="Copy the link" value={link}
 *   note={…good until…} onClose={…} />
 * For a secret that the server does not keep: a one-time link, a token.
 */
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Copyable } from '@/components/ui/copyable';
import { Dialog } from '@/components/ui/dialog';

interface ShownOnceDialogProps {
  title: string;
  text: ReactNode;
  value: string;
  /** What the copy button does. */
  label: string;
  /** How long it is good. */
  note?: ReactNode;
  onClose: () => void;
}

/** Shows something that cannot be shown again, with a button that copies it. */
export function ShownOnceDialog({ title, text, value, label, note, onClose }: ShownOnceDialogProps) {
  const t = useTranslations('common.shownOnce');
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={title}
      description={text}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t('close')}
        </Button>
      }
    >
      <div className="rounded-md border border-line bg-sunken px-3 py-2">
        <Copyable value={value} label={label} />
      </div>
      {note && <p>{note}</p>}
      <Alert tone="warning">{t('warning')}</Alert>
    </Dialog>
  );
}
