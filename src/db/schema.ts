import sql from 'sql-template-tag'
import type { Connection } from './sql.ts'

/** The whole present schema as text, table by table and then what acts in it, as PostgreSQL itself tells it: what all migrations add up to. */
export async function describeSchema(db: Connection): Promise<string> {
  const tables = await db.query<{ name: string; lines: string[]; indexes: string[] }>(sql`
    select c.oid::regclass::text as name,
      (
        select array_agg(line order by place, attnum, line)
        from (
          select 0 as place, attnum, format('%I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
            case when a.attnotnull then ' not null' else '' end,
            case when a.attidentity <> '' then ' generated always as identity' else '' end) as line
          from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          union all
          select 1, 0, pg_get_constraintdef(k.oid)
          from pg_constraint k
          where k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c')
        ) parts
      ) as lines,
      array(
        select replace(pg_get_indexdef(i.indexrelid), 'public.', '')
        from pg_index i
        where i.indrelid = c.oid and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
        order by 1
      ) as indexes
    from pg_class c
    where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'auth'::regnamespace)
    order by c.relnamespace = 'auth'::regnamespace, c.relname`)
  const code = await db.query<{ text: string }>(sql`
    select pg_get_functiondef(p.oid) as text
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace
    union all
    select pg_get_triggerdef(t.oid)
    from pg_trigger t
    where not t.tgisinternal
    order by 1`)
  const acting = code.map(({ text }) => `${text.trim().replaceAll('public.', '')};\n`)
  return [...tables.map(describe), ...acting].join('\n')
}

const describe = ({ name, lines, indexes }: { name: string; lines: string[]; indexes: string[] }): string =>
  [
    `create table ${name} (`,
    lines.map(line => `  ${line}`).join(',\n'),
    ');',
    ...indexes.map(index => `${index};`),
    '',
  ].join('\n')
