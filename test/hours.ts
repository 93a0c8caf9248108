import sql from 'sql-template-tag'
import type { openTown } from './night-town.ts'

type Town = Awaited<ReturnType<typeof openTown>>

/**
 * What the town hears in so many days, with the hour of each. Of the hours in which nothing falls due by the town's own
 * rows only the last one before something does is looked at, to hear what comes too early: looking at all 24 of a day
 * takes half a second. Whoever doubts the rows looks at every hour.
 */
export async function heardHourly(town: Town, days: number, looking: 'before-and-when-due' | 'every-hour') {
  const all: { at: Temporal.Instant; heard: string }[] = []
  for (let left = days * 24; left > 0; ) {
    const hours = looking === 'every-hour' ? 1 : Math.min(left, Math.max(1, await hoursBeforeDue(town)))
    await town.forward(hours * 3600)
    left -= hours
    for (const heard of town.heard()) all.push({ at: town.now(), heard })
  }
  return all
}

/** How often an hour can pass before something is due; for ever when nothing waits. */
async function hoursBeforeDue({ house, now }: Town): Promise<number> {
  const [next] = await house.db.query<{ dueAt: Temporal.Instant | null }>(sql`
    select min(due_at) as due_at
    from (
      select due_at from reminder
      union all select due_at from notice where settled_at is null
      union all select due_at from delivery where ended_at is null
    ) as waiting`)
  return next?.dueAt ? Math.ceil(next.dueAt.since(now()).total('hours')) - 1 : Number.POSITIVE_INFINITY
}
