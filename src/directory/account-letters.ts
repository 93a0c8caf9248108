import { wallTime } from '#base/time.ts'
import { type AccountLink, pathOf } from './account.ts'

/** An e-mail about signing in. */
export type AccountLetter = Readonly<{ address: string; subject: string; body: string }>

/** The link in full. `server`: by which address people reach us. */
export const urlOf = (link: AccountLink, server: string): string => `${server}${pathOf(link)}`

/** What somebody reads who was sent a link by which he chooses his first or a new password. */
export function letterFor(link: AccountLink, server: string): AccountLetter {
  const { kind, name, company, email, expiresAt } = link
  const until = wallTime(expiresAt, company.timeZone, company.locale)
  const { subject, why, otherwise } = WORDS[kind]
  const body = `Hello ${name},

${why(company.name)}

${urlOf(link, server)}

The link opens once, until ${until}. ${otherwise}
`
  return { address: email, subject: subject(company.name), body }
}

const WORDS = {
  invitation: {
    subject: (company: string) => `Your way into ${company} on Callout`,
    why: (company: string) =>
      `${company} invites you to Callout, where its jobs are worked. Choose your password here:`,
    otherwise: 'If you do not know what this is about, do nothing.',
  },
  'new-password': {
    subject: () => 'A new password for Callout',
    why: (company: string) => `Here you choose a new password for ${company} on Callout:`,
    otherwise: 'If you did not ask for it, do nothing: your password stays as it is.',
  },
} as const
