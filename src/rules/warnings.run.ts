import type { Connection } from '#db/sql.ts'
import { findEntry } from '#directory/directory.run.ts'
import { listWebhooks } from '#directory/webhooks.run.ts'
import { addressesIn, troubleAmong } from './known.run.ts'
import { channelOf, type Rule, type TellRule } from './rule.ts'
import { customersSilent, providersWithout } from './rules.sql.ts'
import { type Warning, warningOf } from './warnings.ts'

// Names: more than these nobody reads in a sentence.
const FEW = 5

/** Whom a rule will not reach as things stand (S1.52), and what else stands between it and whoever it names. */
export async function warningsFor(db: Connection, rule: Rule): Promise<Warning[]> {
  if (rule.does === 'mute') return []
  const found = await Promise.all([
    providersUnreached(db, rule),
    customersUnreached(db, rule),
    regionOff(db, rule),
    addressInTrouble(db, rule),
    webhookOff(db, rule),
  ])
  return found.flat()
}

/** The providers whom a rule that goes to them will not reach. */
export async function providersUnreached(db: Connection, rule: Rule): Promise<Warning[]> {
  if (rule.does === 'mute' || rule.owner.kind === 'job') return []
  if (rule.destination !== 'provider' && rule.destination !== 'both') return []
  const channel = channelOf(rule.via)
  const without = await providersWithout(db, rule.companyId, channel, FEW)
  return lacking(channel === 'email' ? 'provider-has-no-email' : 'provider-has-no-mobile', without, rule)
}

type Named = readonly { name: string }[]
const lacking = (about: Parameters<typeof warningOf>[0], those: Named, rule: TellRule): Warning[] =>
  those.length > 0
    ? [
        warningOf(
          about,
          those.map(({ name }) => name),
          rule,
        ),
      ]
    : []

async function customersUnreached(db: Connection, rule: TellRule): Promise<Warning[]> {
  const { destination, owner, companyId, via } = rule
  if (destination !== 'customer' || (owner.kind !== 'customer' && owner.kind !== 'region')) return []
  const channel = channelOf(via)
  const those = { companyId, [owner.kind === 'region' ? 'regionId' : 'id']: owner.id }
  const [without, unwilling] = await Promise.all([
    customersSilent(db, { ...those, lacks: channel }, FEW),
    customersSilent(db, { ...those, lacks: 'will' }, FEW),
  ])
  const about = channel === 'email' ? 'customer-has-no-email' : 'customer-has-no-mobile'
  return [...lacking(about, without, rule), ...lacking('customer-takes-none', unwilling, rule)]
}

async function regionOff(db: Connection, rule: TellRule): Promise<Warning[]> {
  const { owner, companyId } = rule
  const region = owner.kind === 'region' ? await findEntry(db, 'region', { companyId, id: owner.id }) : undefined
  return region && !region.active ? lacking('region-switched-off', [region], rule) : []
}

async function addressInTrouble(db: Connection, rule: TellRule): Promise<Warning[]> {
  const troubleIn = await troubleAmong(db, addressesIn([rule]))
  const trouble = rule.address && troubleIn(rule.companyId)?.(channelOf(rule.via), rule.address)
  return trouble ? [warningOf(trouble, [rule.address!], rule)] : []
}

async function webhookOff(db: Connection, rule: TellRule): Promise<Warning[]> {
  if (rule.via !== 'webhook') return []
  const webhook = (await listWebhooks(db, rule.companyId)).find(({ url }) => url === rule.address)
  return webhook?.disabledAt ? [warningOf('webhook-disabled', [webhook.url], rule)] : []
}
