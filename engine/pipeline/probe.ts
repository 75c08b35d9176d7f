import { type Answer, documentAnswer, statusAnswer } from '@/engine/answer';
import type { EasRequest } from '@/engine/exchange';
import { folderSyncStatus, writeFolderSyncResponse } from '@/lib/protocol/eas/folder-sync';
import { policyStatus, policyTypeOf, provisionStatus, writeProvisionResponse } from '@/lib/protocol/eas/provision';
import { commonStatus } from '@/lib/protocol/eas/status';

/**
 * A mail app's check of what was typed into its set-up form, under a made-up device id. It is told that all is well, and
 * gets nothing: no device is kept for it, so nothing could be demanded of it either.
 */
export function answerProbe({ line }: EasRequest): Answer {
  switch (line.command) {
    case 'FolderSync': {
      const changes = { added: [], updated: [], deleted: [] };
      return documentAnswer(writeFolderSyncResponse({ status: folderSyncStatus.success, syncKey: '1', changes }));
    }
    case 'Provision': {
      const policies = [{ policyType: policyTypeOf(line.protocolVersion), status: policyStatus.noPolicy }];
      return documentAnswer(writeProvisionResponse({ status: provisionStatus.success, policies }));
    }
    default: {
      const { command, protocolVersion } = line;
      return statusAnswer(commonStatus.deviceNotProvisioned, { command, protocolVersion, hasPolicyKey: true });
    }
  }
}
