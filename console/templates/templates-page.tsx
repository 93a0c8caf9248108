import { Button, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Page, Trouble } from '../look/page.tsx'
import { GROUPS, gistOf, LANGUAGES, type Language, MEDIA, type Named, namedTemplate, ORDER } from './names.ts'
import { isOwn, ruleQuery, type Template, templatesQuery } from './queries.ts'
import './templates.css'

/** The words messages are made from, by who reads them and on which occasion, and which of them are the company's own. */
export function TemplatesPage() {
  const { data, error, refetch } = useQuery(templatesQuery)
  const byName = Map.groupBy(data?.items ?? [], ({ name }) => name)
  const own = data?.items.filter(isOwn).length ?? 0
  return (
    <Page
      title="Templates"
      deeds={
        <Button component={Link} to="/templates/sheet" variant="default">
          What is printed
        </Button>
      }
    >
      {error && !data && <Trouble error={error} again={() => void refetch()} />}
      {!data && !error && <Loader size="sm" aria-label="Loading" />}
      {data && (
        <>
          <p className="dim templates-about">
            {own === 0
              ? 'All messages have the words Callout comes with. Open one to make it yours; each can be brought back.'
              : `${own === 1 ? 'One template has' : `${own} templates have`} words of your own (●). The others have those Callout comes with.`}
          </p>
          {(Object.keys(GROUPS) as Named['group'][]).map(group => (
            <Group key={group} group={group} byName={byName} />
          ))}
        </>
      )}
    </Page>
  )
}

type GroupProps = { group: Named['group']; byName: ReadonlyMap<string, readonly Template[]> }

function Group({ group, byName }: GroupProps) {
  const names = [...byName.keys()].filter(name => namedTemplate(name).group === group)
  if (names.length === 0) return null
  names.sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
  return (
    <section aria-labelledby={`group-${group}`}>
      <h2 id={`group-${group}`}>{GROUPS[group]}</h2>
      <ul className="templates">
        {names.map(name => (
          <li key={name}>
            <TemplateLine name={name} languages={byName.get(name)!} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function TemplateLine({ name, languages }: { name: string; languages: readonly Template[] }) {
  const { medium, ruleId } = namedTemplate(name)
  const [first] = languages as [Template]
  return (
    <>
      <Link to="/templates/$name/$language" params={{ name, language: first.language }} className="template-title">
        <TemplateTitle name={name} />
      </Link>
      <span className="dim">{MEDIA[medium]}</span>
      <span className="template-gist dim">{gistOf(first.subject ?? first.body)}</span>
      <span className="template-languages">
        {languages.map(template => (
          <LanguageLink key={template.language} template={template} isRule={ruleId !== undefined} />
        ))}
      </span>
    </>
  )
}

/** What a template is called; that of a rule by what the rule says. */
export function TemplateTitle({ name }: { name: string }) {
  const { title, ruleId } = namedTemplate(name)
  const { data } = useQuery({ ...ruleQuery(ruleId ?? ''), enabled: ruleId !== undefined })
  return <>{data?.sentence ?? title}</>
}

function LanguageLink({ template, isRule }: { template: Template; isRule: boolean }) {
  const { name, language } = template
  const own = isOwn(template)
  return (
    <Link
      to="/templates/$name/$language"
      params={{ name, language }}
      className={own && !isRule ? 'language own' : 'language'}
    >
      <span aria-hidden>
        {own && '● '}
        {language}
      </span>
      <span className="unseen">
        {LANGUAGES[language as Language]}
        {own && ', own words'}
      </span>
    </Link>
  )
}
