/*
 * <Code>FolderSync</Code>   inline;   <CodeBlock label="Request">…</CodeBlock>   several lines, scrolls in itself
 */
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { ScrollRegion } from '@/components/ui/scroll-region';

/** A word of the protocol, an identifier, a value to be typed exactly. */
export function Code({ children, className }: { children: ReactNode; className?: string }) {
  return <code className={classNames('font-mono text-[0.8125rem] wrap-anywhere', className)}>{children}</code>;
}

/** Lines of code or JSON in a region of their own, reachable by keyboard because it may scroll. */
export function CodeBlock({ label, children }: { label: string; children: string }) {
  return (
    <ScrollRegion label={label} className="bg-sunken">
      <pre className="p-3 font-mono text-xs leading-5">
        <code>{children}</code>
      </pre>
    </ScrollRegion>
  );
}
