import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const signal: MantineColorsTuple = [
  ...(['#eef3fd', '#d9e4fb', '#b2c8f6', '#8aaaf1', '#6690ec', '#4d7de8'] as const),
  ...(['#2b5fd9', '#2350bd', '#1c429f', '#153583'] as const),
]
// True greys: at night nothing on the screen should have a colour that means nothing.
const dark: MantineColorsTuple = [
  ...(['#e9e9e7', '#c9c9c8', '#a3a6ad', '#7d8087', '#3a3d43'] as const),
  ...(['#2d3035', '#232529', '#1b1c1f', '#141517', '#0f1011'] as const),
]

export const theme = createTheme({
  colors: { signal, dark },
  primaryColor: 'signal',
  primaryShade: { light: 6, dark: 6 },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '15px', xl: '20px' },
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '620' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm', autosize: true } },
    // A list that opens by itself covers what stands beneath it; it opens with the first letter, an arrow or a click.
    Select: { defaultProps: { size: 'sm', allowDeselect: false, openOnFocus: false } },
    MultiSelect: { defaultProps: { openOnFocus: false } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
  },
})

// The library's own are paler than people with tired eyes can read (at least 4.5 to 1 on every ground we use).
export const readable: CSSVariablesResolver = () => ({
  variables: { '--rail': '176px' },
  light: {
    '--mantine-color-body': '#fbfbfa',
    '--mantine-color-text': '#1c1d1f',
    '--mantine-color-dimmed': '#5c5f66',
    '--mantine-color-placeholder': '#686b72',
    '--mantine-color-anchor': '#2350bd',
    '--mantine-color-error': '#b3261e',
    '--ground': '#ffffff',
    '--thin': '#e2e2df',
    '--hover': '#f1f2f4',
    '--chosen': '#e6edfb',
    '--act': '#b3261e',
    '--act-ground': '#fdecea',
    '--watch': '#8a5300',
    '--watch-ground': '#fdf3e1',
    '--good': '#1d6b3a',
    '--new': '#2b5fd9',
  },
  dark: {
    '--mantine-color-body': '#141517',
    '--mantine-color-text': '#e9e9e7',
    '--mantine-color-dimmed': '#a3a6ad',
    '--mantine-color-placeholder': '#8f939a',
    '--mantine-color-anchor': '#8aaaf1',
    '--mantine-color-error': '#ff8a80',
    '--ground': '#1b1c1f',
    '--thin': '#2d3035',
    '--hover': '#232529',
    '--chosen': '#23304d',
    '--act': '#ff8a80',
    '--act-ground': '#3a1d1c',
    '--watch': '#f2b25c',
    '--watch-ground': '#34280f',
    '--good': '#7bcf9a',
    '--new': '#8aaaf1',
  },
})
