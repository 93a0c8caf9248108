/** How far ink stands out from its ground, as WCAG 2.2 reckons it: 1 to 21. Colours as a browser computes them. */
export function contrast(ink: string, ground: string): number {
  const light = (colour: string) => {
    const [r = 0, g = 0, b = 0] = [...colour.matchAll(/[\d.]+/g)].map(([part]) => {
      const c = Number(part) / 255
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const [dark = 0, bright = 0] = [light(ink), light(ground)].sort((a, b) => a - b)
  return (bright + 0.05) / (dark + 0.05)
}
