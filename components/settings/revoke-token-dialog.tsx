'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { EffectDialog } from '@/components/patterns/effect-dialog';
import { RelativeTime } from '@/components/patterns/relative-time';
import { useAnnounce } from '@/components/ui/announcer';
import { revokeTokenMutation } from '@/lib/console/tokens/queries';
import type { TokenView } from '@/lib/domain/tokens/contract';

interface RevokeTokenDialogProps {
  token: TokenView;
  onClose: () => void;
}

/** Makes a token useless, for good; says when it was last used, for a script may still need it. */
export function RevokeTokenDialog({ token, onClose }: RevokeTokenDialogProps) {
  const t = useTranslations('settings.tokens.revoke');
  const announce = useAnnounce();
  const revoke = useMutation(revokeTokenMutation);
  const { id, name, lastUsedAt } = token;
  return (
    <EffectDialog
      isOpen
      isDangerous
      asksReason={false}
      title={t('title', { name })}
      effect={
        <div className="flex flex-col gap-2">
          <p>{t('effect')}</p>
          <p>{lastUsedAt ? t.rich('lastUsed', { at: () => <RelativeTime at={lastUsedAt} /> }) : t('neverUsed')}</p>
        </div>
      }
      actionLabel={t('action')}
      isPending={revoke.isPending}
      error={revoke.error}
      onClose={onClose}
      onConfirm={() =>
        revoke.mutate(
          { tokenId: id },
          {
            onSuccess: () => {
              announce(t('done', { name }));
              onClose();
            },
          },
        )
      }
    />
  );
}
