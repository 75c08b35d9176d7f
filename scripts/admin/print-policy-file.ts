import { Document, isMap, isSeq, visit } from 'yaml';
import { PolicySettingName, PolicySettings } from '@/lib/domain/policies/contract';
import type { PolicySet, PolicySetEntry } from '@/lib/domain/policy-sets/contract';

const initial = PolicySettings.parse({});

const head = [
  ' Policies of Mobileadmin: npm run --silent admin -- policy plan FILE',
  ' Settings that are not here have their initial value; docs/policies.md lists all.',
].join('\n');

/**
 * Writes a set of policies as YAML, the same bytes for the same set. Settings that have their initial value are left out
 * unless `all` of them are wanted.
 */
export function printPolicyFile(set: PolicySet, all: boolean): string {
  const { mobileadmin, default: defaultPolicy, policies } = set;
  const document = new Document({
    mobileadmin,
    ...(defaultPolicy !== undefined && { default: defaultPolicy }),
    policies: policies.map((policy) => printable(policy, all)),
  });
  document.commentBefore = head;
  const list = document.get('policies');
  for (const item of isSeq(list) ? list.items.slice(1) : []) if (isMap(item)) item.spaceBefore = true;
  visit(document, {
    Scalar: (_key, scalar) => {
      if (typeof scalar.value === 'string' && invisible.test(scalar.value)) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  // Long texts stay on their line: where a line is broken may change with the library.
  const text = document.toString({ lineWidth: 0, doubleQuotedAsJSON: true });
  return text.replace(new RegExp(invisible, 'gu'), escape);
}

/**
 * Control and direction characters but the line feed: what nobody sees is written as an escape. As numbers where
 * classes of Unicode grow.
 */
const invisible = /[^\P{Cc}\n]|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function printable({ name, description, settings, groups, mailboxes, ...rules }: PolicySetEntry, all: boolean) {
  const { allowNonProvisionable, treatPartialAsCompliant, treatExternalAsCompliant, refreshIntervalHours } = rules;
  const shown = PolicySettingName.options.filter((setting) => all || !isInitial(settings, setting));
  return {
    name,
    ...(description !== '' && { description }),
    allowNonProvisionable,
    treatPartialAsCompliant,
    treatExternalAsCompliant,
    refreshIntervalHours,
    settings: Object.fromEntries(shown.map((setting) => [setting, settings[setting]])),
    ...(groups && { groups }),
    ...(mailboxes && { mailboxes }),
  };
}

const isInitial = (settings: PolicySettings, name: PolicySettingName): boolean =>
  JSON.stringify(settings[name]) === JSON.stringify(initial[name]);
