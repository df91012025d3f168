/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What bench/density.py calls of QuantLib: the density of the square-root process
 *
 *     dV = kappa (theta - V) dt + sigma sqrt(V) dW
 *
 * by its own operator and scheme, FdmSquareRootFwdOp and DouglasScheme (theta = 1/2), set up as in
 * its test suite (hestonslvmodel, "Fokker-Planck forward equation for the square root process with
 * Dirac start"): a uniform mesh in v from max(2e-4, theta - 6 vol) to theta + 6 vol, where
 * vol = sigma sqrt(theta/(2 kappa)), the closed density of a short time as the start. Or in
 * log(v), on a mesh concentrated about the start, as it is advised for v near 0. */
#include <ql/math/array.hpp>
#include <ql/methods/finitedifferences/meshers/concentrating1dmesher.hpp>
#include <ql/methods/finitedifferences/meshers/fdmmeshercomposite.hpp>
#include <ql/methods/finitedifferences/meshers/uniform1dmesher.hpp>
#include <ql/experimental/finitedifferences/fdmsquarerootfwdop.hpp>
#include <ql/methods/finitedifferences/schemes/douglasscheme.hpp>
#include <ql/methods/finitedifferences/utilities/squarerootprocessrndcalculator.hpp>
#include <ql/version.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace QuantLib;

namespace
{

struct Process {
    double kappa, theta, sigma, v0;
    double low, high; /* ends of the mesh, in v */
};

using Mesh = ext::shared_ptr<FdmMesherComposite>;

Mesh mesh_of(const Process &process, Size points, bool log)
{
    ext::shared_ptr<Fdm1dMesher> line;
    if (log)
        line = ext::make_shared<Concentrating1dMesher>(
            std::log(process.low), std::log(process.high), points,
            std::pair<Real, Real>(std::log(process.v0), 0.5));
    else
        line = ext::make_shared<Uniform1dMesher>(process.low, process.high, points);
    return ext::make_shared<FdmMesherComposite>(line);
}

} // namespace

extern "C" {

const char *quantlib_version()
{
    return "QuantLib " QL_VERSION;
}

/* v, p [points] <- nodes and the density of v there at time t; steps equal steps begin at `first`,
 * where the density is the closed one. 0, or -1 after a sentence on stderr. */
int quantlib_cir(const double *parameter, double first, double t, size_t points, size_t steps,
                 int log, double *v, double *p)
{
    const Process process = {parameter[0], parameter[1], parameter[2],
                             parameter[3], parameter[4], parameter[5]};
    try {
        const Mesh mesh = mesh_of(process, points, log != 0);
        const auto op = ext::make_shared<FdmSquareRootFwdOp>(
            mesh, process.kappa, process.theta, process.sigma, Size(0),
            log ? FdmSquareRootFwdOp::Log : FdmSquareRootFwdOp::Plain);
        const SquareRootProcessRNDCalculator closed(process.v0, process.kappa, process.theta,
                                                    process.sigma);
        const Array x = mesh->locations(0);
        Array density(points);
        for (Size i = 0; i < points; i++) {
            v[i] = log ? std::exp(x[i]) : x[i];
            density[i] = closed.pdf(v[i], first) * (log ? v[i] : 1.0);
        }
        DouglasScheme scheme(0.5, op);
        const double dt = (t - first) / double(steps);
        scheme.setStep(dt);
        for (Size k = 1; k <= steps; k++)
            scheme.step(density, first + double(k) * dt);
        for (Size i = 0; i < points; i++)
            p[i] = density[i] / (log ? v[i] : 1.0);
    } catch (const std::exception &error) {
        std::fprintf(stderr, "quantlib_cir: %s\n", error.what());
        return -1;
    }
    return 0;
}
}
