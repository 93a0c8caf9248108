import { z } from '@hono/zod-openapi'
import { isCurrency } from '#jobs/invoice.ts'
import { pricesOf, setPrices } from '#rules/prices.run.ts'
import { AMOUNT, PRICED } from '#rules/prices.ts'
import { done, type Route, route } from './route.ts'
import { Actor, Instant } from './shapes.ts'

const about = 'Prices'

export const priceRoutes = (): Route[] => [showing, setting]

const price = {
  channel: z.enum(PRICED),
  amount: z
    .string()
    .regex(AMOUNT, 'must be decimal, with at most six digits after the point: 0.0795')
    .openapi({ example: '0.0795', description: 'of one e-mail, of one segment of a text, or of one call' }),
  currency: z.string().refine(isCurrency, 'must be an ISO 4217 code such as AUD').openapi({ example: 'AUD' }),
}

const PriceList = z
  .object({ items: z.array(z.object({ ...price, by: Actor, at: Instant }).openapi('Price')) })
  .openapi('PriceList')

const showing = route({
  method: 'get',
  path: '/prices',
  id: 'listPrices',
  about,
  summary: 'What messages cost, for rehearsals of rules',
  scope: 'read',
  reply: { status: 200, shape: PriceList },
  act: async ({ db, who }) => done({ items: await pricesOf(db, who.companyId) }),
})

const setting = route({
  method: 'put',
  path: '/prices',
  id: 'setPrices',
  about,
  summary: 'Write the price list',
  description: 'The whole of it: a channel that is left out has no price any more.',
  scope: 'administer',
  body: z
    .strictObject({ items: z.array(z.strictObject(price)).max(PRICED.length) })
    .refine(({ items }) => new Set(items.map(({ channel }) => channel)).size === items.length, {
      path: ['items'],
      error: 'must name each channel once',
    })
    .openapi('NewPriceList'),
  reply: { status: 200, shape: PriceList },
  act: async ({ db, who: { companyId, actor }, body, now }) =>
    done({ items: await setPrices(db, { companyId, prices: body.items }, actor, now) }),
})
