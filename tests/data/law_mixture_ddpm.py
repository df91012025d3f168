# SPDX-License-Identifier: GPL-3.0-or-later
# M1 under DDPM, 1000 steps, independent of the code under test: numpy, one uniform grid, trapezoid.
import numpy as np
T=1000
beta=np.linspace(1e-4,2e-2,T); ab=np.cumprod(1-beta)
w=np.array([.3,.7]); mu=np.array([-2,1.5]); v=np.array([.09,.25])
def score(x,A):
    m=np.sqrt(A)*mu; s2=A*v+1-A
    d=x[:,None]-m
    lp=np.log(w/np.sqrt(2*np.pi*s2))-d*d/(2*s2)
    mx=lp.max(1,keepdims=True); e=np.exp(lp-mx); e/=e.sum(1,keepdims=True)
    return -(e*d/s2).sum(1)
lo,hi,h=-9,10.,.0055
xs=np.arange(lo,hi,h); p=np.exp(-xs*xs/2)/np.sqrt(2*np.pi)
for large in (0,1):
    x=xs.copy(); q=p.copy()
    for t in range(T-1,0,-1):
        A=ab[t];P=ab[t-1];b=beta[t]
        m=(x+b*score(x,A))/np.sqrt(1-b)
        s=np.sqrt(b if large else b*(1-P)/(1-A))
        out=np.zeros_like(x)
        mass=q*h
        k=int(10*s/h)+2
        # scatter banded
        idx=np.round((m-lo)/h).astype(int)
        offs=np.arange(-k,k+1)
        J=idx[:,None]+offs
        K=np.exp(-((lo+J*h)-m[:,None])**2/(2*s*s))*(mass/(s*np.sqrt(2*np.pi)))[:,None]
        ok=(J>=0)&(J<len(x))
        out=np.bincount(J[ok],weights=K[ok],minlength=len(x))
        q=out
    A=ab[0]
    x0=(x+(1-A)*score(x,A))/np.sqrt(A)
    # derivative numerically exact: score'
    def sx(x,A):
        m=np.sqrt(A)*mu; s2=A*v+1-A
        d=x[:,None]-m; lp=np.log(w/np.sqrt(2*np.pi*s2))-d*d/(2*s2)
        e=np.exp(lp-lp.max(1,keepdims=True)); e/=e.sum(1,keepdims=True)
        g=-d/s2; return (e*(-1/s2+g*g)).sum(1)-(e*g).sum(1)**2
    J=(1+(1-A)*sx(x,A))/np.sqrt(A)
    qq=q/J; wt=J*h
    pp=(w/np.sqrt(2*np.pi*v)*np.exp(-(x0[:,None]-mu)**2/(2*v))).sum(1)
    k=(pp>1e-200)&(qq>1e-200)
    l=np.log(pp[k]/qq[k])
    print('large' if large else 'small', 'mass - 1', (qq*wt).sum() - 1)
    print('kl_pq', (wt[k]*pp[k]*l).sum(), 'kl_qp', -(wt[k]*qq[k]*l).sum(),
          'tv', .5*(wt*abs(pp - qq)).sum(), flush=True)
