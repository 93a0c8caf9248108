import type { GivenLink as Given } from '../api/schema.ts'
import { Secret } from '../look/secret.tsx'
import { exactly } from '../look/time.tsx'
import { useMe } from '../sign-in/me.ts'

/** A link that lets somebody in: shown this once, with what became of its e-mail. */
export function GivenLink({ given, name }: { given: Given; name: string }) {
  const { company } = useMe()
  const { email, link, expiresAt, emailed } = given
  return (
    <section aria-label="Link" className="given">
      <p role="status">
        {emailed === 'sent' && <strong className="good">✓ Sent to {email}.</strong>}
        {emailed === 'failed' && <strong className="watch">The e-mail to {email} could not be sent.</strong>}
        {emailed === 'not-configured' && <strong>This server sends no e-mail.</strong>}{' '}
        {emailed === 'sent'
          ? 'You may also give the link yourself.'
          : `Give the link to ${name} yourself, in a way that nobody else reads.`}
      </p>
      <Secret label="Link" value={link} />
      <p className="dim">It opens once, until {exactly(expiresAt, company.timeZone)}. It is not shown again.</p>
    </section>
  )
}
