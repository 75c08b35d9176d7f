'use client';

import { useTranslations } from 'next-intl';
import { classNames } from '@/components/ui/class-names';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { Switch } from '@/components/ui/switch';
import { AutoBlockSettings, RateKind, RateLimit } from '@/lib/domain/auto-block/contract';

interface AutoBlockFieldsProps {
  autoBlock: AutoBlockSettings;
  canManage: boolean;
  onChange: (autoBlock: AutoBlockSettings) => void;
}

/** Of a limit that was empty before. */
const USUAL_MINUTES = 10;

/** From how much on a device is blocked for a while, and for how long. */
export function AutoBlockFields({ autoBlock, canManage, onChange }: AutoBlockFieldsProps) {
  const t = useTranslations('autoBlock.settings');
  const { isEnabled, limits, blockMinutes } = autoBlock;
  const isTermWrong = !AutoBlockSettings.shape.blockMinutes.safeParse(blockMinutes).success;
  return (
    <fieldset disabled={!canManage} className="flex flex-col gap-3 border-t border-line pt-4">
      <legend className="sr-only">{t('title')}</legend>
      <div aria-hidden className="font-medium">
        {t('title')}
      </div>
      <p className="max-w-prose text-muted">{t('description')}</p>
      <Switch
        label={t('isEnabled')}
        isOn={isEnabled}
        isDisabled={!canManage}
        onToggle={(isOn) => onChange({ ...autoBlock, isEnabled: isOn })}
      />
      {isEnabled && (
        <>
          <p className="text-muted">{t('limitsHint')}</p>
          <div className="flex max-w-3xl flex-col divide-y divide-line">
            {RateKind.options.map((kind, index) => (
              <LimitFields
                key={kind}
                hasHeads={index === 0}
                label={t(`limits.${kind}`)}
                limit={limits[kind]}
                onChange={(limit) => onChange({ ...autoBlock, limits: { ...limits, [kind]: limit } })}
              />
            ))}
          </div>
          <Field label={t('blockMinutes')} hint={t('blockMinutesHint')} error={isTermWrong && t('errors.blockMinutes')}>
            <NumberInput
              unit={t('minutes')}
              value={blockMinutes}
              onValueChange={(value) => onChange({ ...autoBlock, blockMinutes: value ?? Number.NaN })}
            />
          </Field>
        </>
      )}
    </fieldset>
  );
}

interface LimitFieldsProps {
  label: string;
  /** On small screens every row has them: there the fields stand below its name. */
  hasHeads: boolean;
  limit: RateLimit | null;
  onChange: (limit: RateLimit | null) => void;
}

function LimitFields({ label, hasHeads, limit, onChange }: LimitFieldsProps) {
  const t = useTranslations('autoBlock.settings');
  const isWrong = (name: keyof RateLimit) => limit !== null && !RateLimit.shape[name].safeParse(limit[name]).success;
  return (
    <fieldset
      className={classNames(
        'grid grid-cols-[auto_1fr] items-start gap-x-4 gap-y-1 py-3 sm:grid-cols-[minmax(0,1fr)_auto_auto]',
        !hasHeads && 'sm:[&_label]:sr-only',
      )}
    >
      <legend className="sr-only">{label}</legend>
      <span aria-hidden className={classNames('col-span-2 min-w-0 sm:col-span-1', hasHeads ? 'sm:pt-8' : 'sm:pt-1.5')}>
        {label}
      </span>
      <Field label={t('count')} error={isWrong('count') && t('errors.count')}>
        <NumberInput
          value={limit?.count ?? null}
          onValueChange={(count) =>
            onChange(count === null ? null : { count, minutes: limit?.minutes ?? USUAL_MINUTES })
          }
        />
      </Field>
      <Field label={t('within')} error={isWrong('minutes') && t('errors.within')}>
        <NumberInput
          disabled={limit === null}
          unit={t('minutes')}
          value={limit?.minutes ?? null}
          onValueChange={(minutes) => limit && onChange({ ...limit, minutes: minutes ?? Number.NaN })}
        />
      </Field>
    </fieldset>
  );
}
