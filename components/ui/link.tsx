/*
 * <TextLink href>…</TextLink>            a link in text or in a table cell
 * <ButtonLink href variant size icon>…   a link that stands among buttons
 */
import type { LucideIcon } from 'lucide-react';
import NextLink from 'next/link';
import type { ComponentProps } from 'react';
import { buttonClass, type ButtonLook } from '@/components/ui/button-class';
import { classNames } from '@/components/ui/class-names';

type NextLinkProps = ComponentProps<typeof NextLink>;

/** A link in running text. Underlined: colour alone would not tell it from its surroundings. */
export function TextLink({ className, ...props }: NextLinkProps) {
  return (
    <NextLink
      {...props}
      className={classNames('text-info-ink underline decoration-1 underline-offset-2 hover:decoration-2', className)}
    />
  );
}

/** A link that looks like a button, because it stands among buttons. */
export function ButtonLink({
  variant,
  size,
  icon: Icon,
  className,
  children,
  ...props
}: NextLinkProps & ButtonLook & { icon?: LucideIcon }) {
  return (
    <NextLink {...props} className={classNames(buttonClass({ variant, size }), className)}>
      {Icon && <Icon aria-hidden />}
      {children}
    </NextLink>
  );
}

/** A link to a file. The browser fetches it itself; the router has no part in it. */
export function DownloadLink({
  variant,
  size,
  icon: Icon,
  className,
  children,
  ...props
}: ComponentProps<'a'> & ButtonLook & { icon?: LucideIcon }) {
  return (
    <a {...props} download className={classNames(buttonClass({ variant, size }), className)}>
      {Icon && <Icon aria-hidden />}
      {children}
    </a>
  );
}
