import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { newId } from '#base/id.ts'
import type { Scope } from '#directory/directory.ts'
import { type Example, examplesOf, type Furnished, furnish } from '../../test/examples.ts'
import { type TrialDoor, trialDoor } from '../../test/trial-door.ts'
import { routesOf } from './door.ts'
import type { Route } from './route.ts'

let trial: TrialDoor
let ours: Furnished
let theirs: Furnished
before(async () => {
  trial = await trialDoor()
  ours = await furnish(trial, trial.harbour)
  theirs = await furnish(trial, trial.other)
})
after(() => trial.close())

// Only their descriptions are looked at here; nothing behind them is asked. What happens is told without an end: whom it is
// told to is shown in changes.test.ts.
const routes = routesOf({} as never).filter(({ id }) => id !== 'listenToChanges')
const exampleFor = ({ id }: Route, at: Furnished): Example => {
  const example = examplesOf(at)[id]
  assert.ok(example, `${id} needs an example in test/examples.ts`)
  return example
}

function ask(route: Route, { path, body, type }: Example, key: string) {
  return trial.ask(key, `${route.method.toUpperCase()} ${path}`, body, type ? { 'content-type': type } : {})
}

describe('T1: what belongs to another company does not exist', () => {
  for (const route of routes) {
    test(`${route.method} ${route.path}`, async () => {
      const own = exampleFor(route, ours)
      const written = JSON.stringify(own)
      for (const [name, mine] of Object.entries(ours)) {
        if (!written.includes(mine)) continue
        const put = (id: string) => ({ ...(JSON.parse(written.replaceAll(mine, id)) as Example), ...bytesOf(own) })
        const unknown = name === 'code' ? 'XXX' : newId()
        const theirsAsked = await ask(route, put(theirs[name as keyof Furnished]), trial.harbour.keys.administer)
        const unknownAsked = await ask(route, put(unknown), trial.harbour.keys.administer)
        assert.deepEqual(seen(theirsAsked), seen(unknownAsked), name)
        assert.ok([404, 422].includes(theirsAsked.status) || isEmptyList(theirsAsked), `${name}: ${theirsAsked.text}`)
      }
    })
  }

  const bytesOf = ({ body }: Example) => (body instanceof Uint8Array ? { body } : {})
  const seen = ({ status, text }: { status: number; text: string }) => [status, text.replace(/"request":"[^"]+"/, '')]
  // Or a file is judged, in which every line is at fault.
  const isEmptyList = ({ status, body }: { status: number; body: { items?: unknown[]; rows?: { does: string }[] } }) =>
    status === 200 && (body.items?.length === 0 || body.rows?.every(({ does }) => does === 'fault') === true)
})

describe('the same requests about what is ours are understood', () => {
  for (const route of routes) {
    test(`${route.method} ${route.path}`, async () => {
      const at = changesRows(route) ? await furnish(trial, trial.harbour) : ours
      const answer = await ask(route, exampleFor(route, at), trial.harbour.keys.administer)
      assert.ok([200, 201, 409].includes(answer.status) || isUnderstood(answer), answer.text.slice(0, 300))
    })
  }

  // A key is nobody who signs in, and has no link of anybody.
  const isUnderstood = ({ body }: { body: { type: string } }) =>
    /:(wrong-password|not-the-first-code|people-only|no-such-link|begin-again)$/.test(body.type)

  // These get rows of their own: what one route takes out of use another may need. Making them takes a tenth of a second.
  const changesRows = (route: Route) => route.method !== 'get' && namesRows(JSON.stringify(exampleFor(route, ours)))
  const namesRows = (asked: string) =>
    Object.entries(ours).some(([name, id]) => !(name in trial.harbour.ids) && name !== 'code' && asked.includes(id))
})

const LESS: Record<Scope, Scope[]> = { read: [], dispatch: ['read'], administer: ['read', 'dispatch'] }

describe('a key may do what its scope says and no more', () => {
  for (const route of routes) {
    const { scope: needed } = route
    if (needed === 'anybody') continue
    test(`${route.method} ${route.path} needs "${needed}"`, async () => {
      const example = exampleFor(route, ours)
      for (const scope of LESS[needed]) {
        const answer = await ask(route, example, trial.harbour.keys[scope])
        assert.deepEqual([answer.status, answer.body.type], [403, 'urn:callout:problem:not-allowed'])
      }
      // What is asked after the scope was found enough shows that it was: nobody knows this field.
      const path = `${example.path}${example.path.includes('?') ? '&' : '?'}nobody=knows`
      const enough = await ask(route, { ...example, path }, trial.harbour.keys[needed])
      assert.equal(enough.status, 422)
      const nobody = await trial.ask(null, `${route.method.toUpperCase()} ${example.path}`)
      assert.equal(nobody.status, 401)
    })
  }
})
