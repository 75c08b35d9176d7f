/** Look of what floats above the page: menus and popovers. */
export const floatClass =
  'animate-appear z-50 max-h-(--radix-popper-available-height) overflow-y-auto rounded-md border border-line bg-raised text-ink shadow-float';

/** Look of one line in a menu. */
export const menuItemClass =
  'flex min-h-8 w-full cursor-default items-center gap-2 rounded px-2 py-1 text-start outline-none select-none ' +
  'data-highlighted:bg-sunken data-disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0';
