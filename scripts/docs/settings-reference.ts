import { createFormatter, createTranslator, type Messages } from 'next-intl';
import {
  settingCatalog,
  settingDefaults,
  settingGroups,
  sinceVersion,
  type Setting,
  type SettingGroup,
} from '@/components/policies/setting-catalog';
import { settingText, unitFor } from '@/components/policies/setting-text';
import policies from '@/lib/i18n/messages/en/policies.json' with { type: 'json' };

// As wide as the console has them, since the keys are put together here.
const messages: Messages = { policies };
const t = createTranslator({ locale: 'en', messages, namespace: 'policies' });
const format = createFormatter({ locale: 'en' });

const BEGIN = '<!-- settings: made by `npm run docs:settings` -->';
const END = '<!-- end of settings -->';

/**
 * The page with its part about every setting made anew from the editor's catalogue and texts; a test compares.
 *
 * @throws Error if the page has lost the marks between which that part stands
 */
export function withSettings(page: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin === -1 || end < begin) throw new Error(`docs/policies.md needs ${BEGIN} and ${END}`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${settingGroups.map(renderGroup).join('\n')}\n${page.slice(end)}`;
}

function renderGroup(group: SettingGroup): string {
  const hint = t.has(`groups.${group}Hint`) ? `${t(`groups.${group}Hint`)}\n\n` : '';
  const settings = settingCatalog.filter((setting) => setting.group === group);
  return `### ${t(`groups.${group}`)}\n\n${hint}${settings.map(renderSetting).join('\n')}`;
}

function renderSetting(setting: Setting): string {
  const { name } = setting;
  const facts = [
    `\`${name}\``,
    valuesOf(setting),
    `default: ${settingText({ t, format }, name, settingDefaults[name])}`,
    ...reachOf(setting),
  ];
  return `#### ${t(`fields.${name}.label`)}\n\n${facts.join(' · ')}\n\n${t(`fields.${name}.hint`)}\n`;
}

function valuesOf({ name, editor }: Setting): string {
  if (editor.kind === 'switch') return `${t('values.on')} or ${t('values.off')}`;
  if (editor.kind === 'list') return 'at most 100 entries';
  if (editor.kind === 'choice') {
    return editor.values.map((value) => `${value} ${t(`fields.${name}.choices.${value}`)}`).join(', ');
  }
  const { min, max, isOptional } = editor;
  // In the unit that is stored and that scripts send; a larger one is what people type.
  const typed = unitFor(editor.unit, null).unit;
  const stored = `${format.number(min)} to ${format.number(max)} ${editor.unit}`;
  const range = typed === editor.unit ? stored : `${stored}, typed in ${t(`units.${typed}`)}`;
  return isOptional ? `${range}, or empty` : range;
}

function reachOf(setting: Setting): string[] {
  const since = sinceVersion(setting.name);
  if (since === null) return [];
  const names = setting.obeyedBy.map((platform) => t(`setting.platforms.${platform}`));
  const obeyed =
    names.length === 0 ? t('setting.obeyedByNobody') : t('setting.obeyedBy', { platforms: format.list(names) });
  return [t('setting.since', { version: since }), obeyed[0]?.toLowerCase() + obeyed.slice(1)];
}
