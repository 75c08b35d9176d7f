'use client';

/* <Copyable value="…" label="Copy the device ID" />: monospaced value with a copy button that reports back. */
import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAnnounce } from '@/components/ui/announcer';
import { Code } from '@/components/ui/code';
import { IconButton } from '@/components/ui/icon-button';

export interface CopyableProps {
  value: string;
  /** What the button does, e.g. "Copy the device ID". */
  label: string;
}

/** A value that people carry elsewhere: shown whole, copied by a button, the outcome announced. */
export function Copyable({ value, label }: CopyableProps) {
  const t = useTranslations('common.copy');
  const announce = useAnnounce();
  const [isCopied, setIsCopied] = useState(false);

  async function handleCopy() {
    try {
      await navigator.clipboard.writeText(value);
      setIsCopied(true);
      announce(t('done'));
    } catch {
      // The browser may refuse, e.g. without TLS; the value can still be selected by hand.
      announce(t('refused'), 'danger');
    }
  }
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <Code className="min-w-0 select-all">{value}</Code>
      <IconButton
        icon={isCopied ? Check : Copy}
        label={label}
        size="sm"
        onClick={handleCopy}
        onBlur={() => setIsCopied(false)}
      />
    </span>
  );
}
