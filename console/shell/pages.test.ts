import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertAccessible, type ConsoleTown, openConsoleTown } from '../../test/console-town.ts'

let town: ConsoleTown
before(async () => {
  town = await openConsoleTown()
})
after(() => town.close())

// Every page has tests of its own beside it; here each is opened once.
const PAGES: readonly (readonly [path: string, heading: RegExp])[] = [
  ['/board', /Board: Open/],
  ['/board/SCR-9?do=dispatch', /SCR-9 Kestrel Depot/],
  ['/board/new', /New job/],
  ['/jobs/SCR-4', /SCR-4 Kestrel Airside Store/],
  ['/messages?view=all', /Messages/],
  ['/directory/customers', /Customers/],
  ['/directory/sites/import', /Import sites/],
  ['/rules', /Rules/],
  ['/rules/import', /Import/],
  ['/rules/reports', /reports/i],
  ['/templates', /Templates/],
  ['/templates/sms/en', /Any job/],
  ['/templates/sheet', /print/i],
  ['/reports', /Reports/],
  ['/health', /Health/],
  ['/settings/you', /You|Dana/],
  ['/settings/people', /People who sign in/],
  ['/settings/company', /Company/],
  ['/settings/keys', /keys/i],
  ['/settings/programs', /Programs/],
]

for (const [path, heading] of PAGES) {
  test(`${path} opens, complains of nothing, and can be used by everybody`, async () => {
    const { page, complaints } = await town.open(path)
    await page.getByRole('heading', { name: heading }).first().waitFor()
    await page.waitForLoadState('load')
    await assertAccessible(page)
    assert.deepEqual(complaints, [])
  })
}

test('there is nothing at another address, and the page says so', async () => {
  const { page } = await town.open('/board/SCR-999')
  await page
    .getByRole('alert')
    .getByText(/There is no such job|does not exist/i)
    .first()
    .waitFor()
})
