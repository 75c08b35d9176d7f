'use client';

/* <PasswordInput value onChange autoComplete="current-password|new-password" />, inside a <Field>, with "show". */
import { Eye, EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, type ComponentProps } from 'react';
import { TextInput } from '@/components/ui/text-input';

/** A password, hidden until the reader wants to see it: seeing it replaces typing it twice. */
export function PasswordInput(props: Omit<ComponentProps<'input'>, 'type'>) {
  const t = useTranslations('common.password');
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <span className="relative block">
      <TextInput
        {...props}
        type={isShown ? 'text' : 'password'}
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        className="pe-10"
      />
      <button
        type="button"
        aria-pressed={isShown}
        aria-label={t('show')}
        onClick={() => setIsShown(!isShown)}
        className="absolute end-1 top-1/2 inline-flex size-7 -translate-y-1/2 items-center justify-center rounded text-muted hover:bg-sunken hover:text-ink"
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </span>
  );
}
