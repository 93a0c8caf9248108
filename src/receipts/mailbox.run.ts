import { type FetchMessageObject, ImapFlow } from 'imapflow'
import { isAfter, later } from '#base/time.ts'
import { isThisMachine, readAccountUrl, withoutSecrets } from '#delivery/channels/account-url.ts'
import { MOST_READ } from './bounce.ts'

export type MailboxOptions = Readonly<{
  /** imaps://user:password@host/INBOX, or imap:// with TLS from the second word on; in the clear only on this machine. */
  url: string
  /** Keeps one mail. It is marked as seen only when this has resolved. */
  take: (mail: Uint8Array) => Promise<unknown>
}>

/** A mailbox that bounces are read from. */
export type Mailbox = Readonly<{
  /** Looks once, and returns how many mails it read. Rejects when the mailbox cannot be read, without its password. */
  readBounces: () => Promise<number>
  /** How many mails nobody has read yet. */
  count: () => Promise<number>
}>

/** Looks once a minute, whenever it is called; says whether there is more to read at once. */
export function lookEachMinute({ readBounces }: Pick<Mailbox, 'readBounces'>) {
  let next: Temporal.Instant | undefined
  return async (now: Temporal.Instant): Promise<boolean> => {
    if (next && isAfter(next, now)) return false
    // Before it looks: a mailbox that is away is asked again after a minute too.
    next = later(now, 60)
    const more = (await readBounces()) === MOST
    if (more) next = undefined
    return more
  }
}

// Of one look; the next one takes up where this ended.
const MOST = 200

/** Opens no connection before it is asked to look. Throws when the URL cannot be used. */
export function openMailbox({ url, take }: MailboxOptions): Mailbox {
  const box = readBox(url)
  async function readBounces(): Promise<number> {
    let failure: { error: unknown } | undefined
    let read = 0
    await visit(box, async client => {
      for (const uid of (await unseenIn(client)).slice(0, MOST)) {
        const mail = await client.fetchOne(String(uid), { source: { maxLength: MOST_READ } }, { uid: true })
        if (isMail(mail)) failure = await take(mail.source).then(kept, notKept)
        if (failure) return
        await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
        read++
      }
    })
    if (failure) throw failure.error
    return read
  }
  return { readBounces, count: () => visit(box, async client => (await unseenIn(client)).length) }
}

// That is no trouble of the mailbox, and is told as what it is.
const kept = () => undefined
const notKept = (error: unknown) => ({ error })

// Somebody else may have removed it meanwhile.
const isMail = (found: FetchMessageObject | false | undefined): found is FetchMessageObject & { source: Buffer } =>
  Boolean(found && 'source' in found)

const unseenIn = async (client: ImapFlow): Promise<number[]> => {
  const found = await client.search({ seen: false }, { uid: true })
  return found || []
}

type Box = ReturnType<typeof readBox>

function readBox(text: string) {
  const url = readAccountUrl(text, ['imap:', 'imaps:'])
  if (!url) throw new Error('The mailbox of bounces must be given as imaps://user:password@host/INBOX.')
  const { host, user, password } = url
  const secure = url.protocol === 'imaps:'
  const port = url.port ?? (secure ? 993 : 143)
  return {
    path: url.path || 'INBOX',
    place: `${host}:${port}`,
    told: (words: string) => withoutSecrets(words, url),
    login: {
      ...{ host, port, secure, auth: { user, pass: password } },
      ...(!secure && { doSTARTTLS: !isThisMachine(host) }),
      ...{ logger: false as const, disableAutoIdle: true },
      ...{ connectionTimeout: 30_000, greetingTimeout: 30_000, socketTimeout: 60_000 },
    },
  }
}

async function visit<Result>(
  { login, path, place, told }: Box,
  work: (client: ImapFlow) => Promise<Result>,
): Promise<Result> {
  const client = new ImapFlow(login)
  // Whatever it tells here, the command under way is told too.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.mailboxOpen(path)
    const result = await work(client)
    await client.logout()
    return result
  } catch (error) {
    throw new Error(`The mailbox of bounces at ${place} could not be read: ${told(saidIn(error as ImapTrouble))}`)
  } finally {
    client.close()
  }
}

type ImapTrouble = Error & { responseText?: string; authenticationFailed?: boolean }

const saidIn = ({ message, responseText, authenticationFailed }: ImapTrouble): string =>
  `${responseText ?? message}${authenticationFailed ? ' (check the user name and the password)' : ''}`
