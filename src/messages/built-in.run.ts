import { readFileSync } from 'node:fs'
import { readTemplate } from './template.ts'
import { BUILT_IN, onShelf, type Shelf } from './template-names.ts'

/** The words Callout comes with: `templates/LANGUAGE/NAME.mustache`, read once. One that is missing stops the start. */
export const OURS: Shelf = Object.fromEntries(
  BUILT_IN.map(({ language, name }) => {
    const file = new URL(`../../templates/${language}/${name}.mustache`, import.meta.url)
    return [onShelf(language, name), readTemplate(readFileSync(file, 'utf8'))]
  }),
)
