import { useTranslations } from 'next-intl';
import { ErrorTable } from '@/components/api-reference/error-table';
import { OperationSection } from '@/components/api-reference/operation-section';
import { Prose } from '@/components/api-reference/prose';
import { operationAnchor, readNamedSchemas } from '@/components/api-reference/schema-node';
import { SchemaSection } from '@/components/api-reference/schema-section';
import { CodeBlock } from '@/components/ui/code';
import { TextLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import type { DescribedOperation } from '@/lib/console/openapi/describe-operation';
import type { OpenApiDocument } from '@/lib/console/openapi/document';

interface ApiReferenceProps {
  document: OpenApiDocument;
  errors: readonly { code: string; status: number; title: string }[];
  /** Address of the console, for the example. */
  origin: string;
}

interface PlacedOperation {
  method: string;
  path: string;
  operation: DescribedOperation;
}

const methodOrder = ['get', 'post', 'put', 'patch', 'delete'];
const byPath = (one: PlacedOperation, other: PlacedOperation) =>
  one.path.localeCompare(other.path) || methodOrder.indexOf(one.method) - methodOrder.indexOf(other.method);

/** The HTTP API, made readable from its description. No part of it needs a script in the browser. */
export function ApiReference({ document, errors, origin }: ApiReferenceProps) {
  const t = useTranslations('apiReference');
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): PlacedOperation => ({ method, path, operation })),
  );
  const groups = document.tags.map(({ name }) => ({
    tag: name,
    operations: operations.filter(({ operation }) => operation.tags.includes(name)).toSorted(byPath),
  }));
  const schemas = readNamedSchemas(document.components.schemas);
  const { description } = document.info;
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_16rem]">
      <Contents groups={groups} />
      <div className="flex min-w-0 flex-col gap-6">
        <Section title={t('start')}>
          <div className="flex max-w-prose flex-col gap-3">
            <p>{t('startText')}</p>
            {typeof description === 'string' && (
              <p>
                <Prose text={description} />
              </p>
            )}
          </div>
          <div className="pt-3">
            <CodeBlock label={t('example')}>
              {`curl --header "Authorization: Bearer mat_…" \\\n  "${origin}/api/v1/devices?state=silent"`}
            </CodeBlock>
          </div>
        </Section>
        {groups.map(({ tag, operations: placed }) => (
          <section key={tag} id={`tag-${tag}`} aria-labelledby={`tag-${tag}-title`} className="flex flex-col gap-4">
            <h2 id={`tag-${tag}-title`} className="text-base font-semibold">
              {tagName(t, tag)}
            </h2>
            {placed.map((each) => (
              <OperationSection key={each.operation.operationId} {...each} />
            ))}
          </section>
        ))}
        <section id="data" aria-labelledby="data-title" className="flex flex-col gap-4">
          <h2 id="data-title" className="text-base font-semibold">
            {t('data')}
          </h2>
          {schemas.map(([name, schema]) => (
            <SchemaSection key={name} name={name} schema={schema} />
          ))}
        </section>
        <section id="errors" aria-labelledby="errors-title" className="flex flex-col gap-2">
          <h2 id="errors-title" className="text-base font-semibold">
            {t('errors')}
          </h2>
          <p className="max-w-prose text-muted">{t('errorsHint')}</p>
          <ErrorTable errors={errors} />
        </section>
      </div>
    </div>
  );
}

type Translate = ReturnType<typeof useTranslations<'apiReference'>>;
const tagName = (t: Translate, tag: string) => (t.has(`tags.${tag}`) ? t(`tags.${tag}`) : tag);

function Contents({ groups }: { groups: readonly { tag: string; operations: readonly PlacedOperation[] }[] }) {
  const t = useTranslations('apiReference');
  return (
    <nav
      aria-label={t('contents')}
      className="rounded-md border border-line bg-surface p-4 xl:sticky xl:top-5 xl:order-2 xl:max-h-[calc(100dvh-2.5rem)] xl:overflow-y-auto"
    >
      <p className="pb-2 font-semibold">{t('contents')}</p>
      <ul className="flex flex-col gap-2 max-xl:grid max-xl:grid-cols-[repeat(auto-fill,minmax(12rem,1fr))]">
        {groups.map(({ tag, operations }) => (
          <li key={tag}>
            <TextLink href={`#tag-${tag}`} className="inline-block py-0.5 font-medium">
              {tagName(t, tag)}
            </TextLink>
            <ul className="ps-3">
              {operations.map(({ operation }) => (
                <li key={operation.operationId} className="min-h-6">
                  <TextLink
                    href={`#${operationAnchor(operation.operationId)}`}
                    className="inline-block py-0.5 no-underline hover:underline"
                  >
                    {operation.operationId}
                  </TextLink>
                </li>
              ))}
            </ul>
          </li>
        ))}
        <li>
          <TextLink href="#data" className="inline-block py-0.5 font-medium">
            {t('data')}
          </TextLink>
        </li>
        <li>
          <TextLink href="#errors" className="inline-block py-0.5 font-medium">
            {t('errors')}
          </TextLink>
        </li>
      </ul>
    </nav>
  );
}
