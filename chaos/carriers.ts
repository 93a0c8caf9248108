import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { argument, serveParent } from '../bench/child.ts'
import type { Heard } from './ledger.ts'
import { openMailServer } from './mail.ts'
import { openWeb } from './web.ts'

// Everybody the house sends to, in a process that nobody kills: what is in its ledger was heard.
const ledger: Heard[] = []
const { seed } = argument<{ seed: number }>()
const book = (entry: Heard) => void ledger.push(entry)
const [mail, web] = [openMailServer(seed, book), openWeb(seed, book)]
const [mailPort, webPort] = [await listen(mail.server), await listen(web.server)]

serveParent(
  {
    ports: async () => ({ mail: mailPort, web: webPort }),
    count: async () => ({ heard: ledger.length, copies: ledger.length - new Set(ledger.map(({ id }) => id)).size }),
    /** Resets every connection there is. */
    drop: async () => {
      mail.drop()
      web.drop()
    },
    ledger: async () => ledger,
  },
  async () => {},
)

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}
