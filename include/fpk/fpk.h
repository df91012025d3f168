/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything, in the order of the story: nouns, numbers, targets, the equation, then
 * the ways to look at it, then what is made of them. Written by `./lab docs`. */
#ifndef FPK_FPK_H
#define FPK_FPK_H

#include "fpk/base/block.h"
#include "fpk/base/density.h"
#include "fpk/base/failure.h"
#include "fpk/base/grid.h"
#include "fpk/base/isa.h"
#include "fpk/base/memory.h"
#include "fpk/base/parameter.h"
#include "fpk/base/points.h"
#include "fpk/base/status.h"
#include "fpk/base/transition.h"

#include "fpk/numeric/contour.h"
#include "fpk/numeric/dense.h"
#include "fpk/numeric/elementary.h"
#include "fpk/numeric/histogram.h"
#include "fpk/numeric/log_density.h"
#include "fpk/numeric/moments.h"
#include "fpk/numeric/panel.h"
#include "fpk/numeric/quadrature.h"
#include "fpk/numeric/root.h"
#include "fpk/numeric/sum.h"
#include "fpk/numeric/tridiagonal.h"
#include "fpk/numeric/tridiagonal_lanes.h"
#include "fpk/numeric/tridiagonal_ring.h"

#include "fpk/formula/formula.h"
#include "fpk/formula/matrix.h"
#include "fpk/formula/pack.h"

#include "fpk/schedule/audit.h"
#include "fpk/schedule/head.h"
#include "fpk/schedule/level.h"
#include "fpk/schedule/path.h"
#include "fpk/schedule/schedule.h"

#include "fpk/wiener/bridge.h"
#include "fpk/wiener/correlate.h"
#include "fpk/wiener/normal.h"
#include "fpk/wiener/tree.h"
#include "fpk/wiener/walk.h"

#include "fpk/distribution/mixture.h"
#include "fpk/distribution/pushed.h"
#include "fpk/distribution/start.h"

#include "fpk/model/model.h"

#include "fpk/sde/adaptive.h"
#include "fpk/sde/ensemble.h"
#include "fpk/sde/noise.h"
#include "fpk/sde/stepper.h"

#include "fpk/convergence/convergence.h"

#include "fpk/fokker_planck/boundary.h"
#include "fpk/fokker_planck/committor.h"
#include "fpk/fokker_planck/coordinate.h"
#include "fpk/fokker_planck/generator.h"
#include "fpk/fokker_planck/implicit.h"
#include "fpk/fokker_planck/kramers.h"
#include "fpk/fokker_planck/march.h"
#include "fpk/fokker_planck/modes.h"
#include "fpk/fokker_planck/passage.h"
#include "fpk/fokker_planck/score.h"
#include "fpk/fokker_planck/solve.h"
#include "fpk/fokker_planck/spectral.h"
#include "fpk/fokker_planck/spectrum.h"
#include "fpk/fokker_planck/stationary.h"
#include "fpk/fokker_planck/survival.h"

#include "fpk/score/clip.h"
#include "fpk/score/score.h"
#include "fpk/score/table.h"

#include "fpk/plan/plan.h"

#include "fpk/sampler/ddpm.h"
#include "fpk/sampler/flow.h"
#include "fpk/sampler/sampler.h"

#include "fpk/law/law.h"
#include "fpk/law/plane.h"
#include "fpk/law/probe.h"

#include "fpk/compare/cells.h"
#include "fpk/compare/chi_square.h"
#include "fpk/compare/distance.h"
#include "fpk/compare/gaussian.h"
#include "fpk/compare/holm.h"
#include "fpk/compare/ks.h"
#include "fpk/compare/null_band.h"
#include "fpk/compare/order.h"
#include "fpk/compare/split.h"
#include "fpk/compare/verdict.h"

#include "fpk/study/bound.h"
#include "fpk/study/claims.h"
#include "fpk/study/gaussian.h"
#include "fpk/study/job.h"
#include "fpk/study/method.h"
#include "fpk/study/posterior.h"
#include "fpk/study/split.h"
#include "fpk/study/sweep.h"

#include "fpk/series/series.h"

#include "fpk/record/digest.h"
#include "fpk/record/file.h"
#include "fpk/record/json.h"
#include "fpk/record/json_writer.h"
#include "fpk/record/manifest.h"
#include "fpk/record/npy.h"
#include "fpk/record/npz.h"
#include "fpk/record/provenance.h"
#include "fpk/record/record.h"
#include "fpk/record/text.h"

#include "fpk/figure/figure.h"

#include "fpk/lab/checkpoint.h"
#include "fpk/lab/experiment.h"
#include "fpk/lab/options.h"
#include "fpk/lab/score_file.h"
#include "fpk/lab/seed.h"
#include "fpk/lab/target.h"
#include "fpk/lab/threads.h"

#endif
