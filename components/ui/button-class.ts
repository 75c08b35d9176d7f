import { cva, type VariantProps } from 'class-variance-authority';

/** Look of buttons and of links that stand among buttons. */
export const buttonClass = cva(
  [
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border text-center font-medium select-none',
    'transition-colors aria-disabled:cursor-not-allowed aria-disabled:opacity-60 disabled:cursor-not-allowed disabled:opacity-60',
    '[&_svg]:size-4 [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-hover',
        secondary: 'border-line-strong bg-surface text-ink hover:bg-sunken',
        danger: 'border-transparent bg-danger text-on-accent hover:bg-danger-hover',
        'danger-quiet': 'border-line-strong bg-surface text-danger-ink hover:bg-danger-soft',
        ghost: 'border-transparent bg-transparent text-ink hover:bg-sunken',
      },
      size: {
        md: 'min-h-9 px-3 py-1',
        sm: 'min-h-7 px-2 py-0.5',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export type ButtonLook = VariantProps<typeof buttonClass>;
