import type { ReactNode } from 'react'

/** How a series is told from the others without its colour: dashes of a line, or what a bar is filled with. */
export type Pattern = 'plain' | 'dashed' | keyof typeof STROKES

export type Series = Readonly<{ name: string; label: string; color: string; pattern: Pattern }>

/** What bars are filled with; to be drawn inside of a chart. `of` keeps those of two charts apart. */
export function Fills({ of, series }: { of: string; series: readonly Series[] }) {
  return (
    <defs>
      {series.map(
        ({ name, color, pattern }) =>
          pattern !== 'plain' &&
          pattern !== 'dashed' && (
            <pattern key={name} id={`${of}-${name}`} width="6" height="6" patternUnits="userSpaceOnUse">
              {STROKES[pattern](color)}
            </pattern>
          ),
      )}
    </defs>
  )
}

const ground = (color: string, opacity: number) => <rect width="6" height="6" fill={color} fillOpacity={opacity} />
const STROKES = {
  hollow: (color: string) => ground(color, 0.35),
  hatched: (color: string) => (
    <>
      {ground(color, 0.25)}
      <path d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2" stroke={color} strokeWidth="1.6" />
    </>
  ),
  crossed: (color: string) => (
    <>
      {ground(color, 0.3)}
      <path d="M0,0 l6,6 M6,0 l-6,6" stroke={color} strokeWidth="1.4" />
    </>
  ),
  dotted: (color: string) => (
    <>
      {ground(color, 0.15)}
      <circle cx="3" cy="3" r="1.4" fill={color} />
    </>
  ),
  barred: (color: string) => (
    <>
      {ground(color, 0.2)}
      <rect width="6" height="2.5" fill={color} />
    </>
  ),
}

/** What a bar is filled with: its colour, or a pattern in it. A plain one costs a slow screen nothing. */
export const fillOf = (of: string, { name, color, pattern }: Series): string =>
  pattern === 'plain' ? color : `url(#${of}-${name})`

/** Which line or bar is which, with its pattern. */
export function Legend({ of, series, lines }: { of: string; series: readonly Series[]; lines?: true }) {
  return (
    <ul className="legend" aria-hidden>
      {series.map(each => (
        <li key={each.name}>
          <svg width="22" height="12" aria-hidden>
            {lines ? (
              <line
                {...{ x1: 0, y1: 6, x2: 22, y2: 6, stroke: each.color, strokeWidth: 2 }}
                strokeDasharray={each.pattern === 'dashed' ? '5 4' : undefined}
              />
            ) : (
              <rect width="22" height="12" rx="2" fill={fillOf(of, each)} />
            )}
          </svg>
          {each.label}
        </li>
      ))}
    </ul>
  )
}

/** The drawing of a chart. To whoever cannot see it, the sentence above it says what it shows. */
export const Drawing = ({ says, children }: { says: string; children: ReactNode }) => (
  <div className="drawing" role="img" aria-label={says}>
    {children}
  </div>
)

/** How the charts of all reports are set. */
export const CHART = {
  h: 210,
  gridAxis: 'x',
  tickLine: 'none',
  gridColor: 'var(--thin)',
  textColor: 'var(--mantine-color-dimmed)',
  // The figures are in a table, and the drawing has its sentence: nothing in it needs the keyboard.
  accessibilityLayer: false,
} as const
export const STILL = { isAnimationActive: false } as const
