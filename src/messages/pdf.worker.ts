import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { copyOf, photosOn, refusal, refusePhotos, type Sheet } from './sheet.ts'

/** What the worker answers to one sheet; `refused` is about the sheet, `failed` is about us. */
export type Proof = Readonly<{ pdf: Uint8Array<ArrayBuffer> } | { refused: string } | { failed: string }>

// Typst reads nothing outside this folder, and the folder holds nothing but templates.
const folder = fileURLToPath(new URL('../../templates/pdf', import.meta.url))
const weights = ['400Regular', '600SemiBold']
const fonts = weights.map(weight => fontFile(`@expo-google-fonts/inter/${weight}/Inter_${weight}.ttf`))
const compiler = NodeCompiler.create({ workspace: folder, fontArgs: [{ fontBlobs: fonts }] })
const port = parentPort!

port.on('message', (sheet: Sheet) => {
  const proof = print(sheet)
  port.postMessage(proof, 'pdf' in proof ? [proof.pdf.buffer] : [])
})
port.postMessage('ready')

function fontFile(name: string): Buffer {
  return readFileSync(fileURLToPath(import.meta.resolve(name)))
}

function print(sheet: Sheet): Proof {
  const refused = refusePhotos(photosOn(sheet))
  if (refused !== null) return { refused }
  lay(sheet)
  try {
    // Compiling and exporting in one call: a document handed to JavaScript keeps its unpacked photos until the garbage
    // collector comes by (870 MB after twenty prints of a 12-megapixel photo, against 126 MB this way).
    return { pdf: new Uint8Array(compiler.pdf({ mainFilePath: templateOf(sheet) })) }
  } catch (error) {
    return explain(sheet, error)
  } finally {
    clear(sheet)
  }
}

const templateOf = (sheet: Sheet): string => join(folder, 'kind' in sheet ? 'table.typ' : 'job.typ')

// The names are the same for every sheet: Typst never forgets a file name, and has room for 65 535 of them.
function lay(sheet: Sheet): void {
  compiler.mapShadow(join(folder, 'sheet.json'), Buffer.from(copyOf(sheet)))
  for (const [index, photo] of photosOn(sheet).entries()) {
    compiler.mapShadow(join(folder, `photo-${index}`), Buffer.from(photo.image))
  }
}

// Age 1 keeps what this print shared with the one before it, worth 1.5 ms a print; but it keeps the unpacked photos of
// both prints too, and after ten large ones that is a gigabyte instead of 0.6.
function clear(sheet: Sheet): void {
  compiler.resetShadow()
  compiler.evictCache(photosOn(sheet).length > 1 ? 0 : 1)
}

// Typst says that a picture cannot be decoded but not which one, so each is tried alone.
function explain(sheet: Sheet, error: unknown): Proof {
  const broken = photosOn(sheet).findIndex((_photo, index) => !prints(`#image("photo-${index}")`))
  if (broken >= 0) return { refused: refusal(photosOn(sheet), broken) }
  return { failed: (error as { code?: string }).code ?? String(error) }
}

function prints(source: string): boolean {
  return !compiler.compile({ mainFileContent: source }).hasError()
}
