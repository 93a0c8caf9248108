import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import chromium from '@sparticuz/chromium'
import { chromium as playwright } from 'playwright-core'
import type { JobSheet, SheetFact, SheetPhoto } from '#messages/sheet.ts'

/** A browser with one page that is used again and again, which is the fastest way to print with one. */
export type Browser = Readonly<{
  photo: (bytes: number) => Promise<Uint8Array>
  print: (sheet: JobSheet) => Promise<Uint8Array>
  close: () => Promise<void>
}>

export async function openBrowser(): Promise<Browser> {
  const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args })
  const page = await browser.newPage()
  await page.setContent(`<!doctype html><style>${STYLE}</style><body></body>`)
  await page.evaluate('document.fonts.ready')
  return {
    photo: async bytes => Buffer.from(String(await page.evaluate(`(${DRAW})(${bytes})`)), 'base64'),
    print: async sheet => {
      await page.evaluate(`(${SHOW})(${JSON.stringify(bodyOf(sheet))})`)
      return page.pdf({ format: 'A4', printBackground: true })
    },
    close: () => browser.close(),
  }
}

// Text and not functions: they run in the page, where our types mean nothing.
const SHOW = `async body => {
  document.body.innerHTML = body
  await Promise.all([...document.images].map(image => image.decode()))
}`

/** A picture like a photo at night, with grain, as good as fits into so many bytes. */
const DRAW = `bytes => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1024, height: 768 })
  const paint = canvas.getContext('2d')
  const sky = paint.createLinearGradient(0, 0, 1024, 768)
  sky.addColorStop(0, '#10243c')
  sky.addColorStop(1, '#a8743a')
  paint.fillStyle = sky
  paint.fillRect(0, 0, 1024, 768)
  let seed = 1
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647
  for (let i = 0; i < 3000; i++) {
    paint.fillStyle = 'hsl(' + random() * 360 + ' 40% ' + random() * 60 + '% / 40%)'
    paint.fillRect(random() * 1024, random() * 768, 4 + random() * 40, 4 + random() * 40)
  }
  let found = ''
  for (let quality = 0.05; quality < 1; quality += 0.01) {
    const jpeg = canvas.toDataURL('image/jpeg', quality).split(',')[1]
    if (jpeg.length * 0.75 > bytes && found) return found
    found = jpeg
  }
  return found
}`

const fontOf = (weight: string, file: string): string => {
  const path = fileURLToPath(import.meta.resolve(`@expo-google-fonts/inter/${file}/Inter_${file}.ttf`))
  const font = readFileSync(path).toString('base64')
  return `@font-face { font-family: Inter; font-weight: ${weight}; src: url(data:font/ttf;base64,${font}) }`
}

const STYLE = `
  ${fontOf('400', '400Regular')} ${fontOf('600', '600SemiBold')}
  @page { size: A4; margin: 22mm 20mm 24mm }
  body { font: 9.5pt Inter; color: #1a1f26; margin: 0 }
  h1 { font-size: 20pt; margin: 0 } h2 { font-size: 10.5pt }
  .badge { float: right; border: 0.75pt solid; padding: 5pt 7pt }
  dl { display: grid; grid-template-columns: 30mm 1fr 30mm 1fr; column-gap: 3mm }
  dt, small { color: #5b6672; font-size: 8.5pt } dd { margin: 0 }
  dt, dd { border-bottom: 0.5pt solid #d5dae0; padding: 5pt 0 }
  table { width: 100%; border-collapse: collapse } td, th { text-align: left; border-bottom: 0.5pt solid #d5dae0 }
  img { width: 81mm; height: 61mm; object-fit: contain; background: #f2f4f6 }`

const bodyOf = (sheet: JobSheet): string => `
  <b>${sheet.company}</b><hr><span class="badge">${sheet.status}</span><h1>${sheet.title}</h1>
  <p>${sheet.subtitle}</p><small>${sheet.zone}</small>
  <dl>${sheet.fields.map(({ label, value }) => `<dt>${label}</dt><dd>${value}</dd>`).join('')}</dl>
  ${sheet.texts.map(({ label, value }) => `<h2>${label}</h2><p>${value}</p>`).join('')}
  ${sheet.visits.map(visitOf).join('')}
  <h2>${sheet.headings.photos}</h2>${sheet.photos.map(photoOf).join('')}
  <footer><small>${sheet.footer}</small></footer>`

const visitOf = ({ title, technicians }: JobSheet['visits'][number]): string => `
  <h2>${title}</h2>
  <table>${technicians.map(({ name, status, times }) => `<tr><td>${name}<td>${status}${times.map(cellOf).join('')}`).join('')}</table>`

const cellOf = ({ label, value }: SheetFact): string => `<td><small>${label}</small> ${value}`

const photoOf = ({ caption, image, type }: SheetPhoto): string =>
  `<img src="data:${type};base64,${Buffer.from(image).toString('base64')}"><div>${caption}</div>`
