/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program outside the tree: what a user of the library writes. */
#include <fpk/fpk.h>
#include <stdio.h>

int main(void)
{
    struct fpk_grid grid;
    if (fpk_grid_init(&grid, -1.0, 1.0, 4) != FPK_OK)
        return fprintf(stderr, "%s\n", fpk_message()), 1;
    return printf("%.17g\n", fpk_grid_centre(&grid, 3)) < 0;
}
