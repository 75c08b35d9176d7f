import { AccessDraft } from '@/lib/domain/access/contract';
import { applyAccess } from '@/lib/domain/access/apply-access';
import { getAccess } from '@/lib/domain/access/get-access';
import { listQuarantine } from '@/lib/domain/access/list-quarantine';
import { listSwitches } from '@/lib/domain/access/list-switches';
import { previewAccess } from '@/lib/domain/access/preview-access';
import type { DomainContext } from '@/lib/domain/context';
import { DeviceListQuery } from '@/lib/domain/devices/contract';
import { listDevices } from '@/lib/domain/devices/list-devices';
import { report, reportOnce, type ServerCpu } from './measure';

const DRY_RUNS = 3;

/**
 * Access with rules in force: the dry run of a draft over all devices beside a plain SELECT of what it reads, putting the
 * draft in force, and what the console asks of devices then.
 */
export async function accessScenarios(ctx: DomainContext, serverCpu: ServerCpu): Promise<void> {
  const draft = await thirtyRules(ctx);
  const withNew = { ...draft, rules: [...draft.rules, rule('no old phones', 'blocked', { deviceType: ['WP*'] })] };
  const withChanged = {
    ...withNew,
    rules: withNew.rules.map((each) => (each.name === 'no old phones' ? { ...each, level: 'quarantined' } : each)),
  };
  await reportOnce('baseline: SELECT of all that the rules read', () => readPlainly(ctx), serverCpu);
  await reportOnce('dry run: thirty rules where there were none', () => previewAccess(ctx, draft), serverCpu);
  await reportOnce('putting them in force', () => putInForce(ctx, draft), serverCpu);
  for (const [name, next] of [
    ['dry run: a new rule', withNew],
    ['dry run: a changed rule', withChanged],
  ] as const) {
    const parsed = AccessDraft.parse(next);
    for (let round = 0; round < DRY_RUNS; round += 1) {
      await reportOnce(name, () => previewAccess(ctx, parsed), serverCpu);
    }
    await reportOnce(`${name}, put in force`, () => putInForce(ctx, parsed), serverCpu);
  }
  await listQuestions(ctx, serverCpu);
}

async function listQuestions(ctx: DomainContext, serverCpu: ServerCpu): Promise<void> {
  const list = (query: object) => () => listDevices(ctx, DeviceListQuery.parse(query));
  const questions: Record<string, () => Promise<unknown>> = {
    'list with rulings: first page': list({}),
    'list: access allowed': list({ access: 'allowed' }),
    'list: access blocked': list({ access: 'blocked' }),
    'list: access quarantined': list({ access: 'quarantined' }),
    'list: blocked or quarantined, by mailbox': list({ access: 'blocked,quarantined', sort: 'mailbox' }),
    'list: quarantined and search (anna)': list({ access: 'quarantined', search: 'anna' }),
    'list: allowed and search (iphone)': list({ access: 'allowed', search: 'iphone' }),
    'quarantine with steps, first page': () => listQuarantine(ctx, { limit: 50 }),
    'rules and settings': () => getAccess(ctx),
    switches: () => listSwitches(ctx),
  };
  const baseline = () => ctx.db.$queryRaw`SELECT * FROM device WHERE access_ruling <> 'ALLOWED' LIMIT 50`;
  await report('baseline: SELECT 50 that are not allowed', baseline, serverCpu);
  for (const [name, question] of Object.entries(questions)) await report(name, question, serverCpu);
}

/** In pages as large as those of the dry run, without a thought. */
async function readPlainly({ db }: DomainContext): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT d.id, d.mailbox_id, m.name, d.device_key, d.friendly_name, d.model, d.device_type, d.os, d.user_agent,
        d.protocol_version, d.last_address, d.access_override::text, d.block_reason::text, d.auto_block,
        d.first_contact_at, d.access_ruling::text
      FROM device d JOIN mailbox m ON m.id = d.mailbox_id
      WHERE d.id > ${after}::uuid ORDER BY d.id LIMIT 2500`;
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

async function putInForce(ctx: DomainContext, draft: AccessDraft): Promise<void> {
  const { revision } = await getAccess(ctx);
  await applyAccess(ctx, { ...draft, revision, reason: 'bench' });
}

type Level = 'allowed' | 'blocked' | 'quarantined';
const rule = (name: string, level: Level, conditions: object) => ({ name, level, conditions, isEnabled: true });

/** Twenty-eight that match few or nobody, so that most devices are asked all, and two that matter. */
async function thirtyRules(ctx: DomainContext): Promise<AccessDraft> {
  const { settings } = await getAccess(ctx);
  const rare = Array.from({ length: 14 }, (_, at) => [
    rule(`model ${at}`, 'blocked', { model: [`*old model ${at}*`, `nobody's ${at} ?`], deviceType: ['Android'] }),
    rule(`net ${at}`, 'allowed', { network: [`203.0.${at}.0/24`, '2001:db8::/32'] }),
  ]).flat();
  const rules = [
    ...rare,
    rule('old systems wait', 'quarantined', { os: ['*android*'], osVersion: { below: '16' }, model: ['*3'] }),
    rule('no Outlook', 'blocked', { deviceType: ['outlook*'] }),
  ];
  return AccessDraft.parse({ settings: { ...settings, maxDevices: 4, minProtocolVersion: '14.0' }, rules });
}
