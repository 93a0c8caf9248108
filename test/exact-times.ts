import assert from 'node:assert/strict'

// Node 26 takes any two `Temporal` values for equal in `deepEqual`, a year apart or not. Loaded before every test, this
// lets it compare them as text, until Node does so itself.
const TIMES = [Temporal.Instant, Temporal.PlainDate, Temporal.PlainTime, Temporal.PlainDateTime, Temporal.ZonedDateTime]

function asText(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (TIMES.some(kind => value instanceof kind)) return `${value}`
  if (Array.isArray(value)) return value.map(asText)
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asText(inner)]))
}

for (const name of ['deepEqual', 'notDeepEqual'] as const) {
  const compare = assert[name] as (...given: unknown[]) => void
  const exactly = (actual: unknown, expected: unknown, ...message: unknown[]) =>
    compare(asText(actual), asText(expected), ...message)
  Object.assign(assert, { [name]: exactly })
}
