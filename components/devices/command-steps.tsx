'use client';

import { CircleAlert, CircleCheck, CircleDashed, CircleSlash, Hourglass, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useArrivalText } from '@/components/devices/arrival-text';
import { AbsoluteTime, RelativeTime } from '@/components/patterns/relative-time';
import { classNames } from '@/components/ui/class-names';
import type { CommandView } from '@/lib/domain/commands/contract';
import type { DeviceView } from '@/lib/domain/devices/contract';

type Progress = 'done' | 'failed' | 'cancelled' | 'current' | 'ahead';

interface Step {
  id: string;
  progress: Progress;
  title: string;
  at: string | null;
  notes: (string | null)[];
}

const progressIcon: Record<Progress, { icon: LucideIcon; className: string }> = {
  done: { icon: CircleCheck, className: 'text-success-ink' },
  failed: { icon: CircleAlert, className: 'text-danger-ink' },
  cancelled: { icon: CircleSlash, className: 'text-muted' },
  current: { icon: Hourglass, className: 'text-info-ink' },
  ahead: { icon: CircleDashed, className: 'text-muted' },
};

/** The way of an order, step by step, with what is known of each. */
export function CommandSteps({ command, device }: { command: CommandView; device: DeviceView }) {
  const t = useTranslations('commands.tracker');
  const steps = useSteps(command, device);
  return (
    <div className="@container">
      <ol aria-label={t('steps')} className="mt-3 grid gap-3 @2xl:grid-cols-3">
        {steps.map((step) => (
          <StepItem key={step.id} step={step} />
        ))}
      </ol>
    </div>
  );
}

function StepItem({ step }: { step: Step }) {
  const t = useTranslations('commands.tracker');
  const { icon: Icon, className } = progressIcon[step.progress];
  const word: ReactNode = step.progress === 'ahead' || step.progress === 'current' ? ` (${t(step.progress)})` : null;
  return (
    <li
      aria-current={step.progress === 'current' ? 'step' : undefined}
      className={classNames(
        'flex gap-2 border-s-2 ps-3 @2xl:border-s-0 @2xl:border-t-2 @2xl:ps-0 @2xl:pt-2',
        step.progress === 'ahead' ? 'border-line' : 'border-line-strong',
      )}
    >
      <Icon aria-hidden className={classNames('mt-0.5 size-4 shrink-0', className)} />
      <div className="min-w-0">
        <p className={classNames('font-medium', step.progress === 'ahead' && 'font-normal text-muted')}>
          {step.title}
          {word && <span className="font-normal text-muted">{word}</span>}
        </p>
        {step.at && (
          <p className="text-muted">
            <AbsoluteTime at={step.at} />{' '}
            <span className="whitespace-nowrap">
              (<RelativeTime at={step.at} />)
            </span>
          </p>
        )}
        {step.notes.map((note) =>
          note ? (
            <p key={note} className="text-muted">
              {note}
            </p>
          ) : null,
        )}
      </div>
    </li>
  );
}

function useSteps(command: CommandView, device: DeviceView): Step[] {
  const t = useTranslations('commands.tracker');
  const arrival = useArrivalText();
  const origin = useOriginText();

  const queued: Step = {
    id: 'queued',
    progress: 'done',
    title: t('queued'),
    at: command.queuedAt,
    notes: [t('queuedBy', { name: command.queuedBy })],
  };
  if (command.state === 'cancelled') {
    const notes = [command.cancelledBy && t('queuedBy', { name: command.cancelledBy })];
    return [queued, { id: 'cancelled', progress: 'cancelled', title: t('cancelled'), at: command.closedAt, notes }];
  }
  if (command.method === 'refuse_access') {
    const isDone = command.state === 'enforced';
    return [
      queued,
      {
        id: 'refused',
        progress: isDone ? 'done' : 'current',
        title: isDone ? t('enforced') : t('awaitRefusal'),
        at: isDone ? command.closedAt : null,
        notes: [isDone ? origin(command.deliveredAddress, command.deliveredVersion) : arrival.sentence(device)],
      },
    ];
  }
  const delivered: Step = command.deliveredAt
    ? {
        id: 'delivered',
        progress: 'done',
        title: t('delivered'),
        at: command.deliveredAt,
        notes: [
          origin(command.deliveredAddress, command.deliveredVersion),
          command.deliveries > 1 ? t('deliveredTimes', { count: command.deliveries }) : null,
        ],
      }
    : { id: 'delivered', progress: 'current', title: t('waiting'), at: null, notes: [arrival.sentence(device)] };
  return [queued, delivered, answerStep({ command, t, origin })];
}

type Translate = ReturnType<typeof useTranslations<'commands.tracker'>>;
type OriginText = ReturnType<typeof useOriginText>;

function answerStep({ command, t, origin }: { command: CommandView; t: Translate; origin: OriginText }): Step {
  const isAnswered = command.state === 'acknowledged' || command.state === 'failed';
  if (!isAnswered) {
    return {
      id: 'answer',
      progress: command.state === 'delivered' ? 'current' : 'ahead',
      title: command.state === 'delivered' ? t('awaitAnswer') : t('acknowledged'),
      at: null,
      notes: [],
    };
  }
  const isFailed = command.state === 'failed';
  return {
    id: 'answer',
    progress: isFailed ? 'failed' : 'done',
    title: isFailed ? t('failed') : t('acknowledged'),
    at: command.answeredAt,
    notes: [
      origin(command.answerAddress, command.answerVersion),
      isFailed && command.answerStatus ? t('failedStatus', { status: command.answerStatus }) : null,
      isFailed ? t('failedAgain', { count: command.failures }) : null,
      command.answerProof && t(`proof.${command.answerProof}`),
    ],
  };
}

/** Gives the function that says where a request came from. */
function useOriginText() {
  const t = useTranslations('commands.tracker');
  return (address: string | null, version: string | null): string | null => {
    if (address && version) return t('atVersion', { address, version });
    if (address) return t('at', { address });
    return version && t('version', { version });
  };
}
