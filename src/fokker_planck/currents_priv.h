/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Currents of the scheme itself, at one time of one level. */
#ifndef FPK_FOKKER_PLANCK_CURRENTS_PRIV_H
#define FPK_FOKKER_PLANCK_CURRENTS_PRIV_H

#include "solve_priv.h"

/* With masses m_i = q_i du and stationary ones s_i, sums over cells and faces:
 *     H = sum_i m_i ln(m_i/s_i)
 *     sigma = sum_faces (up_i m_i - down_{i+1} m_{i+1}) ln(up_i m_i/(down_{i+1} m_{i+1})) >= 0
 * (Schnakenberg 1976, doi:10.1103/RevModPhys.48.571). Between walls dH/dt = -sigma for the
 * semi-discrete equation, since the rates have detailed balance. NaN with an absorbing end; H is
 * NaN where the rates have no stationary state. Cells below 1e-13 of the largest are left out:
 * rounding reaches them. */
enum fpk_status fpk_currents_entropies(const struct fpk_state *state, double *entropy,
                                       double *production) FPK_MUST_USE;

/* flux [out->n + 1] <- J at out's faces, by interpolation of the scheme's fluxes at its own. */
enum fpk_status fpk_currents_flux(const struct fpk_state *state, const struct fpk_grid *out,
                                  double *flux) FPK_MUST_USE;

#endif
