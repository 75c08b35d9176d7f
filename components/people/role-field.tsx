'use client';

import { useTranslations } from 'next-intl';
import { RadioGroup } from '@/components/ui/radio-group';
import { Role } from '@/lib/domain/people/contract';

interface RoleFieldProps {
  role: Role | null;
  /** The role cannot be changed. */
  isFixed?: boolean;
  error?: string;
  onChange: (role: Role) => void;
}

/** The roles of the console, each with what it may do. */
export function RoleField({ role, isFixed, error, onChange }: RoleFieldProps) {
  const t = useTranslations('people.role');
  const roles = useTranslations('common.roles');
  return (
    <RadioGroup
      legend={t('legend')}
      name="role"
      value={role}
      error={error}
      onValueChange={onChange}
      options={Role.options.map((value) => ({
        value,
        label: roles(value),
        hint: t(value),
        isDisabled: isFixed && value !== role,
      }))}
    />
  );
}
