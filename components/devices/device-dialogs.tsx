'use client';

import { AccessDialog } from '@/components/devices/access-dialog';
import { CancelDialog } from '@/components/devices/cancel-dialog';
import { CommandDialog } from '@/components/devices/command-dialog';
import type { DeviceDialog } from '@/components/devices/device-abilities';
import { RemoveDialog } from '@/components/devices/remove-dialog';
import type { CommandView } from '@/lib/domain/commands/contract';
import type { DeviceView } from '@/lib/domain/devices/contract';

interface DeviceDialogsProps {
  device: DeviceView;
  dialog: DeviceDialog;
  /** The order that "cancel" is about, as it was when the dialog opened. */
  cancelled: CommandView | null;
  onClose: () => void;
}

/** The one dialog that is open. */
export function DeviceDialogs({ device, dialog, cancelled, onClose }: DeviceDialogsProps) {
  switch (dialog) {
    case 'wipe':
    case 'delete':
      return <CommandDialog device={device} kind={dialog} onClose={onClose} />;
    case 'cancel':
      return cancelled && <CancelDialog command={cancelled} onClose={onClose} />;
    case 'allow':
    case 'block':
      return <AccessDialog device={device} decision={dialog} onClose={onClose} />;
    case 'remove':
      return <RemoveDialog device={device} onClose={onClose} />;
  }
}
