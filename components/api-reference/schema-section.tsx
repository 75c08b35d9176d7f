import { useTranslations } from 'next-intl';
import { FieldTable } from '@/components/api-reference/field-table';
import { readSchemaNode, schemaAnchor } from '@/components/api-reference/schema-node';
import { SchemaType } from '@/components/api-reference/schema-type';

/** One named schema of the answers. */
export function SchemaSection({ name, schema }: { name: string; schema: unknown }) {
  const t = useTranslations('apiReference');
  const { properties, oneOf } = readSchemaNode(schema);
  const variants = oneOf?.filter((variant) => readSchemaNode(variant).properties) ?? [];
  return (
    <div id={schemaAnchor(name)} className="flex flex-col gap-1">
      <h3 className="font-mono font-semibold">{name}</h3>
      {properties ? (
        <FieldTable caption={t('fields', { name })} schema={schema} />
      ) : variants.length > 0 ? (
        variants.map((variant, index) => (
          <FieldTable
            key={JSON.stringify(variant)}
            caption={t('variant', { name, number: index + 1 })}
            schema={variant}
          />
        ))
      ) : (
        <p>
          <SchemaType schema={schema} />
        </p>
      )}
    </div>
  );
}
