import type { Clock } from '#base/time.ts'
import type { Database } from '#db/sql.ts'
import { linksFor, openCarriers } from '../carriers.ts'
import type { CarrierConfig } from '../config.ts'
import { checked, type Finding, ill, ok } from './finding.ts'

const SPOKEN = { sms: ['Texts', 'SMS'], voice: ['Calls', 'VOICE'] } as const

/** What there is to say of texts and calls: whether each account takes our credentials. */
export async function examineCarriers(db: Database, clock: Clock, config: CarrierConfig): Promise<Finding[]> {
  const [texts, calls] = [await examine('sms'), await examine('voice')]
  return [...texts, ...calls]

  async function examine(channel: 'sms' | 'voice'): Promise<Finding[]> {
    const [what, variable] = SPOKEN[channel]
    if (config[channel].length === 0) {
      return [ok(`${what}: captured; none is sent until ${variable}_URL and ${variable}_FROM are set`)]
    }
    try {
      const of = { lane: 'normal', db, clock, links: await linksFor(db, config) } as const
      return await Promise.all(openCarriers(config, channel, of).map(carrier => checked(what, carrier)))
    } catch (error) {
      return [ill(`${what}: ${(error as Error).message}`)]
    }
  }
}
