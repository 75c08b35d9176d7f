import { useTranslations } from 'next-intl';
import { Fragment, type ReactNode } from 'react';
import {
  isTelling,
  readSchemaNode,
  schemaAnchor,
  schemaName,
  type SchemaNode,
} from '@/components/api-reference/schema-node';
import { Code } from '@/components/ui/code';
import { TextLink } from '@/components/ui/link';

/** A schema in a few words: its type, the values it may have, its limits; named schemas are links. */
export function SchemaType({ schema }: { schema: unknown }) {
  const t = useTranslations('apiReference');
  const node = readSchemaNode(schema);
  const limits = useLimits(node);

  if (node.$ref) {
    const name = schemaName(node.$ref);
    return <TextLink href={`#${schemaAnchor(name)}`}>{name}</TextLink>;
  }
  if (node.enum)
    return (
      <Alternatives
        items={node.enum.map((value) => (
          <Code key={String(value)}>{String(value)}</Code>
        ))}
      />
    );
  if (node.const !== undefined) return <Code>{JSON.stringify(node.const)}</Code>;

  const choices = node.anyOf ?? node.oneOf;
  if (choices)
    return (
      <Alternatives
        items={choices.map((choice) => (
          <SchemaType key={JSON.stringify(choice)} schema={choice} />
        ))}
      />
    );
  if (node.type === 'array') {
    return (
      <>
        {t.rich('listOf', { item: () => <SchemaType schema={node.items} /> })}
        {limits && <span className="text-muted">; {limits}</span>}
      </>
    );
  }
  const words = node.type === undefined ? [t('anything')] : [node.type].flat();
  return (
    <>
      {words.join(` ${t('or')} `)}
      {node.format && ` (${node.format})`}
      {limits && <span className="text-muted">; {limits}</span>}
    </>
  );
}

function Alternatives({ items }: { items: readonly ReactNode[] }) {
  const t = useTranslations('apiReference');
  return items.map((item, index) => (
    // The alternatives never change their order.
    <Fragment key={index}>
      {index > 0 && ` ${t('or')} `}
      {item}
    </Fragment>
  ));
}

function useLimits(node: SchemaNode): string {
  const t = useTranslations('apiReference');
  const limits: string[] = [];
  if (isTelling(node.minimum)) limits.push(t('atLeast', { value: node.minimum }));
  if (isTelling(node.maximum)) limits.push(t('atMost', { value: node.maximum }));
  if (isTelling(node.minLength)) limits.push(t('minLength', { value: node.minLength }));
  if (isTelling(node.maxLength)) limits.push(t('maxLength', { value: node.maxLength }));
  if (isTelling(node.maxItems)) limits.push(t('maxItems', { value: node.maxItems }));
  if (node.default !== undefined) limits.push(t('default', { value: JSON.stringify(node.default) }));
  return limits.join(', ');
}
