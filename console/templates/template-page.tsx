import { Button, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Nothing, Trouble } from '../look/page.tsx'
import { Editor } from './editor.tsx'
import { LANGUAGES, type Language, MEDIA, namedTemplate } from './names.ts'
import { isOwn, type Template, templatesQuery } from './queries.ts'
import { TemplateTitle } from './templates-page.tsx'
import './templates.css'

/** One template in one language: its words, what they make of a real job, and every version there was. */
export function TemplatePage() {
  const { name, language } = useParams({ from: '/inside/templates/$name/$language' })
  const { data, error, refetch } = useQuery(templatesQuery)
  if (error && !data) return <Trouble error={error} again={() => void refetch()} />
  if (!data) return <Loader size="sm" m="md" aria-label="Loading" />
  const languages = data.items.filter(each => each.name === name)
  const template = languages.find(each => each.language === language)
  if (!template) {
    return (
      <Nothing title="There is no such template" deed={<Link to="/templates">See all templates</Link>}>
        It may have been a rule's own words, and the rule has them no more.
      </Nothing>
    )
  }
  const { title, medium } = namedTemplate(name)
  return (
    <div className="page template">
      <title>{`${title}, ${MEDIA[medium].toLowerCase()} · Callout`}</title>
      <div className="page-head">
        <h1>
          <TemplateTitle name={name} /> <span className="dim">{MEDIA[medium]}</span>
        </h1>
        <Button component={Link} to="/templates" variant="default">
          All templates
        </Button>
      </div>
      <nav className="views" aria-label="Languages">
        {languages.map(each => (
          <LanguageTab key={each.language} template={each} isOpen={each.language === language} />
        ))}
      </nav>
      <Editor key={`${name} ${language}`} template={template} tags={data.tags} />
    </div>
  )
}

function LanguageTab({ template, isOpen }: { template: Template; isOpen: boolean }) {
  const { name, language } = template
  return (
    <Link
      to="/templates/$name/$language"
      params={{ name, language }}
      search={true}
      className="view"
      aria-current={isOpen ? 'true' : undefined}
    >
      {LANGUAGES[language as Language]}
      {isOwn(template) && (
        <span title="Own words">
          {' '}
          <span aria-hidden>●</span>
          <span className="unseen">own words</span>
        </span>
      )}
    </Link>
  )
}
