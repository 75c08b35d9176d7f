import type { EasCommand } from '@/lib/protocol/eas/command';
import { folderSync } from './folder-sync';
import type { Handler } from './handler';
import { ping } from './ping';
import { provision } from './provision';
import { settings } from './settings';
import { sync } from './sync';

const handlers: Partial<Record<EasCommand, Handler>> = {
  FolderSync: folderSync,
  Ping: ping,
  Provision: provision,
  Settings: settings,
  Sync: sync,
};

/** Undefined: the command is not served. */
export const findHandler = (command: EasCommand): Handler | undefined => handlers[command];

/** The commands that OPTIONS announces: those that are served. */
export const servedCommands: readonly string[] = Object.keys(handlers).toSorted();
