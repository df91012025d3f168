/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links: pairs of neighbouring points with the probability that goes between them.
 *
 * Inside the domain the points are the centres of two cells and the middle is their face; at an
 * absorbing wall they are the wall and the centre of the last cell, half a cell apart. */
#ifndef FPK_FOKKER_PLANCK_LINKS_PRIV_H
#define FPK_FOKKER_PLANCK_LINKS_PRIV_H

#include "fpk/fokker_planck/generator.h"

/* m < FPK_BLOCK links of one distance in u. All arrays lie in the generator's work. */
struct fpk_links {
    size_t m;
    double distance;                          /* of the two points, in u */
    double *u, *x, *stretch, *drift, *d;      /* [m] at the middles; D = g^2/2 */
    double *pu, *px, *pstretch, *pdrift, *pd; /* [m + 1] at the points */
    double *w;                                /* [m] int (f - D_x)/D dx + ln of the stretches */
    double *up, *down;                        /* [m] rates from left to right and back */
};
#define FPK_LINKS_WORK 12 /* blocks of FPK_BLOCK doubles */

/* The arrays of `links`, in the generator's work. */
void fpk_links_init(struct fpk_links *links, const struct fpk_generator *generator);

/* From u, pu, m and distance to up and down at the generator's time; raises its peclet. FPK_NUMERIC
 * when a coefficient is not finite. */
enum fpk_status fpk_links_rates(struct fpk_links *links, struct fpk_generator *generator,
                                const struct fpk_model *model) FPK_MUST_USE;

#endif
