import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

/**
 * How everything looks, in one place: one accent (indigo), greys for the rest, green, amber and red for states only.
 * Each pair of text and ground was chosen for a contrast of at least 4.5 to 1 (WCAG 2.2 AA).
 */
const indigo: MantineColorsTuple = [
  '#f1f2ff',
  '#e2e5fd',
  '#c3c9fa',
  '#a3acf6',
  '#8490f0',
  '#6a78ea',
  '#4f5fe0',
  '#4450c8',
  '#3a44aa',
  '#2f378a',
]

const red: MantineColorsTuple = [
  '#fdecea',
  '#fbd5d2',
  '#f5aaa5',
  '#ef7c75',
  '#e4544b',
  '#d63d34',
  '#c02d25',
  '#a8241d',
  '#8c1d17',
  '#711712',
]

/** Greys of the dark scheme: a little blue, like the light scheme's, from text to the deepest ground. */
const dark: MantineColorsTuple = [
  '#d3d6dc',
  '#b6bac3',
  '#8d929c',
  '#5c616b',
  '#3a3d44',
  '#2c2f35',
  '#202226',
  '#17181b',
  '#121316',
  '#0c0d0f',
]

const overlay = {
  overlayProps: { backgroundOpacity: 0.4 },
  closeButtonProps: { 'aria-label': 'Close' },
  // A <header> in a dialog would count as a second banner of the page.
  attributes: { header: { role: 'presentation' } },
}

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 6, dark: 6 },
  colors: { indigo, red, dark },
  defaultRadius: 'md',
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif, "Apple Color Emoji"',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.78125rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.5', md: '1.5', lg: '1.5', xl: '1.5' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.45' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'sm' }, styles: { root: { fontWeight: 500 } } },
    Tooltip: { defaultProps: { openDelay: 250, withArrow: false, multiline: true, maw: 320 } },
    Modal: { defaultProps: { centered: true, ...overlay } },
    Drawer: { defaultProps: overlay },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close this message' } } },
    // Beside its button, and so inside the page's landmarks.
    Menu: {
      defaultProps: {
        shadow: 'md',
        position: 'bottom-end',
        withinPortal: false,
        withInitialFocusPlaceholder: false,
      },
    },
    Popover: { defaultProps: { shadow: 'md' } },
  },
})

/** Our own few variables beside Mantine's; CSS files use these and no colour of their own. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    '--nav-width': '216px',
    '--rail-width': '60px',
    '--top-height': '52px',
  },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1b1d22',
    '--mantine-color-dimmed': '#5d636e',
    '--mantine-color-placeholder': '#6b717c',
    '--mantine-color-anchor': '#3f4cc4',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-default-border': '#d5d8de',
    '--ground': '#f8f9fa',
    '--panel': '#ffffff',
    '--line': '#e6e8ec',
    '--line-strong': '#d5d8de',
    '--hover': '#f3f4f7',
    '--accent': '#4f5fe0',
    '--accent-text': '#3f4cc4',
    '--accent-soft': '#eceefe',
    '--mark': '#fdf0b8',
    '--mark-line': '#d9a406',
    '--good': '#1a7f4b',
    '--good-soft': '#e6f5ec',
    '--warn': '#8f5a00',
    '--warn-soft': '#fff5df',
    '--warn-line': '#e3b04b',
    '--bad': '#b3261e',
    '--bad-soft': '#fdecea',
  },
  dark: {
    '--mantine-color-body': '#17181b',
    '--mantine-color-text': '#e5e7eb',
    '--mantine-color-dimmed': '#a0a5af',
    '--mantine-color-placeholder': '#8d929c',
    '--mantine-color-anchor': '#a3acf6',
    '--mantine-color-error': '#ff9a92',
    '--mantine-color-default': '#1f2024',
    '--mantine-color-default-hover': '#27292e',
    '--mantine-color-default-border': '#3a3d44',
    '--ground': '#121316',
    '--panel': '#1c1d21',
    '--line': '#2a2c31',
    '--line-strong': '#3a3d44',
    '--hover': '#222429',
    '--accent': '#7d8bf2',
    '--accent-text': '#a3acf6',
    '--accent-soft': '#262a4a',
    '--mark': '#4a3f14',
    '--mark-line': '#d9b13b',
    '--good': '#5cc98d',
    '--good-soft': '#15301f',
    '--warn': '#e8b454',
    '--warn-soft': '#33280f',
    '--warn-line': '#8a6a22',
    '--bad': '#ff9a92',
    '--bad-soft': '#3a1a18',
  },
})
