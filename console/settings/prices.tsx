import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { answer, api } from '../api/client.ts'
import type { Price } from '../api/schema.ts'
import { Edit } from '../look/edit.tsx'
import { saidDone } from '../shell/undo.tsx'
import { pricesQuery } from './queries.ts'
import { Group, Setting } from './setting.tsx'

const PRICED = {
  email: { name: 'One e-mail', none: 'Nothing' },
  sms: { name: 'One text', none: 'Not known' },
  voice: { name: 'One call', none: 'Not known' },
} as const
type Priced = keyof typeof PRICED
type Asked = Pick<Price, 'channel' | 'amount' | 'currency'>

/** What messages cost, so that a rule can say beforehand what it would have cost. */
export function Prices() {
  const { data } = useSuspenseQuery(pricesQuery)
  const queries = useQueryClient()
  const prices: Asked[] = data.items.map(({ channel, amount, currency }) => ({ channel, amount, currency }))
  const put = async (items: Asked[]) =>
    queries.setQueryData(pricesQuery.queryKey, await answer(api.PUT('/prices', { body: { items } })))
  const save = async (channel: Priced, typed: string) => {
    await put([...prices.filter(each => each.channel !== channel), ...priceOf(channel, typed)])
    saidDone(`${PRICED[channel].name}: price saved.`, () => put(prices))
  }
  return (
    <Group title="What messages cost you">
      {Object.entries(PRICED).map(([channel, { name, none }]) => {
        const price = prices.find(each => each.channel === channel)
        const word = price ? `${price.amount} ${price.currency}` : ''
        return (
          <Setting key={channel} name={name} about={channel === 'sms' ? LONG : undefined}>
            <Edit
              label={`Price of ${name.toLowerCase()}`}
              value={word}
              shown={word || <span className="dim">{none}</span>}
              save={typed => save(channel as Priced, typed)}
            />
          </Setting>
        )
      })}
    </Group>
  )
}

const LONG = 'For each segment: a long text goes out as several. Rules say by this what they would have cost.'

/** "0.0795 AUD"; empty: no price any more. */
function priceOf(channel: Priced, typed: string): Asked[] {
  if (typed === '') return []
  const [, amount, currency] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]{3})$/.exec(typed) ?? []
  if (!amount || !currency) throw new Error('Write an amount and its currency, such as 0.0795 AUD.')
  return [{ channel, amount, currency: currency.toUpperCase() }]
}
