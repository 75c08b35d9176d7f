'use client';

import { Ban, CircleSlash, Ellipsis, RotateCcw, ShieldCheck, Unlink, UserMinus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { DeviceDialog } from '@/components/devices/device-abilities';
import { Button } from '@/components/ui/button';
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu';
import type { DeviceView } from '@/lib/domain/devices/contract';

interface DeviceActionsProps {
  device: DeviceView;
  offered: ReadonlySet<DeviceDialog>;
  onOpen: (dialog: DeviceDialog) => void;
}

/** What can be done with the device: the orders as buttons, the rest in a menu. */
export function DeviceActions({ device, offered, onOpen }: DeviceActionsProps) {
  const t = useTranslations('commands.actions');
  const more = useTranslations('devices.detail');
  return (
    <>
      {offered.has('cancel') && (
        <Button variant="primary" icon={CircleSlash} onClick={() => onOpen('cancel')}>
          {device.openCommand?.kind === 'wipe' ? t('cancelWipe') : t('cancelDelete')}
        </Button>
      )}
      {offered.has('wipe') && (
        <Button variant="danger-quiet" icon={RotateCcw} onClick={() => onOpen('wipe')}>
          {t('wipe')}
        </Button>
      )}
      {offered.has('delete') && (
        <Button variant="danger-quiet" icon={UserMinus} onClick={() => onOpen('delete')}>
          {t('delete')}
        </Button>
      )}
      {offered.has('allow') && (
        <Button icon={ShieldCheck} onClick={() => onOpen('allow')}>
          {t('allow')}
        </Button>
      )}
      {(offered.has('block') || offered.has('remove')) && (
        <DropdownMenu trigger={<Button icon={Ellipsis} aria-label={more('actions')} className="w-9 px-0" />}>
          {offered.has('block') && (
            <MenuItem icon={Ban} onSelect={() => onOpen('block')}>
              {t('block')}
            </MenuItem>
          )}
          {offered.has('remove') && (
            <MenuItem icon={Unlink} isDangerous onSelect={() => onOpen('remove')}>
              {t('remove')}
            </MenuItem>
          )}
        </DropdownMenu>
      )}
    </>
  );
}
