import { type HierarchyState, isMailType } from '@/engine/sync-state/hierarchy-state';
import { folderType } from '@/lib/protocol/eas/folder-sync';

/** The folder that is meant by a class alone. */
const defaultTypes: Readonly<Record<string, number>> = {
  EMAIL: folderType.inbox,
  CALENDAR: folderType.calendar,
  CONTACTS: folderType.contacts,
  TASKS: folderType.tasks,
};

const otherClasses: ReadonlyMap<number, string> = new Map([
  [folderType.calendar, 'Calendar'],
  [folderType.contacts, 'Contacts'],
  [folderType.tasks, 'Tasks'],
]);

/** The class of what lies in folders of this type; undefined: there is none, or no such folder. */
export function classOfType(type: number | undefined): string | undefined {
  if (type === undefined) return undefined;
  return isMailType(type) ? 'Email' : otherClasses.get(type);
}

/** The id of the folder for this class among those that a device has; empty: there is none. */
export function folderOfClass(hierarchy: HierarchyState | null, itemClass: string | undefined): string {
  const type = defaultTypes[itemClass?.toUpperCase() ?? ''];
  const found = Object.entries(hierarchy?.folders ?? {}).find(([, folder]) => folder.type === type);
  return found?.[0] ?? '';
}
