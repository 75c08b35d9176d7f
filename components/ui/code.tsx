/*
 * <Code>FolderSync</Code>   inline;   <CodeBlock label="Request">…</CodeBlock>   several lines, scrolls in itself
 */
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

/** A word of the protocol, an identifier, a value to be typed exactly. */
export function Code({ children, className }: { children: ReactNode; className?: string }) {
  return <code className={classNames('font-mono text-[0.8125rem] break-all', className)}>{children}</code>;
}

/** Lines of code or JSON in a region of their own, reachable by keyboard because it may scroll. */
export function CodeBlock({ label, children }: { label: string; children: string }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre role="region" aria-label={label} tabIndex={0} className="overflow-x-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs leading-5">
      <code>{children}</code>
    </pre>
  );
}
