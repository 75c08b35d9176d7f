'use client';

/*
 * <DropdownMenu trigger={<Button>…</Button>} align="start|end">
 *   <MenuItem icon onSelect isDangerous isDisabled>…</MenuItem>
 *   <MenuSeparator />
 *   <MenuRadioGroup label value onValueChange options={[{ value, label }]} />
 *   <MenuCheckboxItem checked onCheckedChange>…</MenuCheckboxItem>   stays open when ticked
 * </DropdownMenu>
 */
import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { useFloatState } from '@/components/ui/float-state';
import { floatClass, menuItemClass } from '@/components/ui/menu-class';

export interface DropdownMenuProps {
  trigger: ReactNode;
  align?: 'start' | 'end';
  children: ReactNode;
}

/** A menu of actions behind a button. */
export function DropdownMenu({ trigger, align = 'end', children }: DropdownMenuProps) {
  const float = useFloatState();
  return (
    <Radix.Root modal={false} open={float.isOpen} onOpenChange={float.handleOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={float.container}>
        <Radix.Content
          // It may scroll; whatever scrolls must be reachable by keyboard.
          tabIndex={0}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className={classNames(floatClass, 'min-w-48 max-w-80 p-1')}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface MenuItemProps {
  icon?: LucideIcon;
  onSelect: () => void;
  isDangerous?: boolean;
  isDisabled?: boolean;
  children: ReactNode;
}

/** One action. */
export function MenuItem({ icon: Icon, onSelect, isDangerous, isDisabled, children }: MenuItemProps) {
  return (
    <Radix.Item
      disabled={isDisabled}
      onSelect={(event) => {
        focusTriggerOf(event.currentTarget);
        onSelect();
      }}
      className={classNames(menuItemClass, isDangerous && 'text-danger-ink')}
    >
      {Icon && <Icon aria-hidden />}
      {children}
    </Radix.Item>
  );
}

/** The item is gone with its menu: what it opens, such as a dialog, shall give the focus back to the menu's button. */
function focusTriggerOf(item: EventTarget | null) {
  const menu = item instanceof Element ? item.closest('[role="menu"]') : null;
  const triggerId = menu?.getAttribute('aria-labelledby');
  if (triggerId) document.getElementById(triggerId)?.focus();
}

/** Heading inside a menu. */
function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 py-1 text-xs text-muted">{children}</Radix.Label>;
}

/** Line between parts of a menu. */
export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}

interface MenuRadioGroupProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; icon?: LucideIcon }[];
  onValueChange: (value: Value) => void;
}

/** One of a few values, in a menu. */
export function MenuRadioGroup<Value extends string>({
  label,
  value,
  options,
  onValueChange,
}: MenuRadioGroupProps<Value>) {
  return (
    <Radix.RadioGroup value={value} aria-label={label}>
      <MenuLabel>{label}</MenuLabel>
      {options.map(({ value: optionValue, label: optionLabel, icon: Icon }) => (
        <Radix.RadioItem
          key={optionValue}
          value={optionValue}
          onSelect={() => onValueChange(optionValue)}
          className={menuItemClass}
        >
          {Icon && <Icon aria-hidden />}
          <span className="flex-1">{optionLabel}</span>
          <Radix.ItemIndicator>
            <Check aria-hidden />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

interface MenuCheckboxItemProps {
  checked: boolean;
  onCheckedChange: (isChecked: boolean) => void;
  isDisabled?: boolean;
  children: ReactNode;
}

/** A tick in a menu; the menu stays open, for there may be more to tick. */
export function MenuCheckboxItem({ checked, onCheckedChange, isDisabled, children }: MenuCheckboxItemProps) {
  return (
    <Radix.CheckboxItem
      checked={checked}
      disabled={isDisabled}
      onCheckedChange={(state) => onCheckedChange(state === true)}
      onSelect={(event) => event.preventDefault()}
      className={menuItemClass}
    >
      <span aria-hidden className="flex size-4 items-center justify-center rounded-sm border border-line-strong">
        <Radix.ItemIndicator>
          <Check className="size-3.5!" />
        </Radix.ItemIndicator>
      </span>
      <span className="flex-1">{children}</span>
    </Radix.CheckboxItem>
  );
}
