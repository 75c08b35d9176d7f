import { useTranslations } from 'next-intl';
import { FieldTable } from '@/components/api-reference/field-table';
import { Prose } from '@/components/api-reference/prose';
import { errorAnchor, operationAnchor } from '@/components/api-reference/schema-node';
import { SchemaType } from '@/components/api-reference/schema-type';
import { Code } from '@/components/ui/code';
import { Description, DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/link';
import { Cell, ColumnHeader, RowHeader, Table, TableHead, TableRow } from '@/components/ui/table';
import type { DescribedOperation } from '@/lib/console/openapi/describe-operation';

interface OperationSectionProps {
  method: string;
  path: string;
  operation: DescribedOperation;
}

/** One operation: what it is for, who may call it, what it takes, what it answers, how it refuses. */
export function OperationSection({ method, path, operation }: OperationSectionProps) {
  const t = useTranslations('apiReference');
  const anchor = operationAnchor(operation.operationId);
  const body = operation.requestBody?.content['application/json']?.schema;
  return (
    <section id={anchor} aria-labelledby={`${anchor}-title`} className="rounded-md border border-line bg-surface">
      <header className="border-b border-line px-4 py-2.5">
        <h3 id={`${anchor}-title`} className="font-semibold">
          <Code className="text-sm break-words">
            {method.toUpperCase()} {path}
          </Code>
        </h3>
        <p lang="en">{operation.summary}</p>
      </header>
      <div className="flex flex-col gap-4 p-4">
        {operation.description && (
          <p>
            <Prose text={operation.description} />
          </p>
        )}
        {operation.parameters.length > 0 && <ParameterTable operation={operation} />}
        {body && (
          <div className="flex flex-col gap-1">
            <h4 className="font-medium">{t('bodyTitle')}</h4>
            <FieldTable caption={t('body', { operation: operation.operationId })} schema={body} showsNeed />
          </div>
        )}
        <OperationAnswers operation={operation} />
      </div>
    </section>
  );
}

function ParameterTable({ operation }: { operation: DescribedOperation }) {
  const t = useTranslations('apiReference');
  return (
    <div className="flex flex-col gap-1">
      <h4 className="font-medium">{t('parametersTitle')}</h4>
      <Table caption={t('parameters', { operation: operation.operationId })} isCaptionHidden>
        <TableHead>
          <tr>
            <ColumnHeader>{t('name')}</ColumnHeader>
            <ColumnHeader>{t('where')}</ColumnHeader>
            <ColumnHeader>{t('type')}</ColumnHeader>
            <ColumnHeader>{t('need')}</ColumnHeader>
          </tr>
        </TableHead>
        <tbody>
          {operation.parameters.map((parameter) => (
            <TableRow key={`${parameter.in}-${parameter.name}`}>
              <RowHeader className="font-normal whitespace-nowrap">
                <Code>{parameter.name}</Code>
              </RowHeader>
              <Cell>{t(parameter.in)}</Cell>
              <Cell className="min-w-48">
                <SchemaType schema={parameter.schema} />
                {parameter.description && (
                  <span className="block text-muted">
                    <Prose text={parameter.description} />
                  </span>
                )}
              </Cell>
              <Cell>{parameter.required ? t('required') : t('optional')}</Cell>
            </TableRow>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

const isSuccess = (status: string) => status.startsWith('2');

function OperationAnswers({ operation }: { operation: DescribedOperation }) {
  const t = useTranslations('apiReference');
  const roles = useTranslations('common.roles');
  const answers = Object.entries(operation.responses).filter(([status]) => isSuccess(status));
  const refusals = Object.entries(operation.responses).filter(([status]) => !isSuccess(status));
  return (
    <DescriptionList>
      <Description term={t('roles')}>
        {operation['x-roles'].length === 0 ? t('rolesAny') : operation['x-roles'].map((role) => roles(role)).join(', ')}
      </Description>
      <Description term={t('answer')}>
        {answers.map(([status, { content }]) => (
          <p key={status}>
            {status}:{' '}
            {content
              ? Object.entries(content).map(([media, { schema }]) => (
                  <span key={media}>
                    <SchemaType schema={schema} /> ({media}){' '}
                  </span>
                ))
              : t('noContent')}
          </p>
        ))}
      </Description>
      <Description term={t('refusals')}>
        <ul className="flex flex-wrap gap-x-4">
          {refusals.flatMap(([status, { description }]) =>
            codesIn(description).map((code) => (
              <li key={code} className="min-h-6">
                {status} <TextLink href={`#${errorAnchor(code)}`}>{code}</TextLink>
              </li>
            )),
          )}
        </ul>
      </Description>
    </DescriptionList>
  );
}

/** A response's description names its codes between backticks. */
const codesIn = (description: string) => [...description.matchAll(/`(\w+)`/g)].flatMap(([, code]) => code ?? []);
