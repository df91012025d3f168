# SPDX-License-Identifier: GPL-3.0-or-later
# M1 under annealed Langevin, independent of the code under test: numpy, uniform grids, trapezoid.
import numpy as np
w=np.array([.3,.7]); mu=np.array([-2,1.5]); v=np.array([.09,.25])
def score(x,s):
    s2=v+s*s; d=x[:,None]-mu; lp=np.log(w/np.sqrt(s2))-d*d/(2*s2)
    e=np.exp(lp-lp.max(1,keepdims=True)); e/=e.sum(1,keepdims=True); return -(e*d/s2).sum(1)
sig=np.geomspace(10,.1,10); L=sig[-1]
std0=10; ms=None
x=np.linspace(-110,110,6001); q=np.exp(-x*x/200)/np.sqrt(200*np.pi); h=x[1]-x[0]
steps=[(s,.002*(s/L)**2) for s in sig for _ in range(20)]
for k,(s,a) in enumerate(steps):
    m=x+a/2*score(x,s); sd=np.sqrt(a); mass=q*h
    if k+1<len(steps):
        keep=mass>1e-22
        lo=(m[keep]-9.5*sd).min(); hi=(m[keep]+9.5*sd).max()
        hn=np.sqrt(steps[k+1][1])/4
        n=int((hi-lo)/hn)+1; y=lo+hn*np.arange(n)
    else: y=np.linspace(-5,5,200001); hn=y[1]-y[0]
    keep=mass>1e-24; mm=m[keep]; ma=mass[keep]
    qn=np.empty(len(y))
    for c in range(0,len(y),1000):
        yy=y[c:c+1000]
        lo_=np.searchsorted(mm,yy[0]-12*sd)
        hi_=np.searchsorted(mm,yy[-1]+12*sd)
        z=(yy[:,None]-mm[None,lo_:hi_])/sd
        qn[c:c+1000]=(np.exp(-z*z/2)*ma[lo_:hi_]).sum(1)/(sd*np.sqrt(2*np.pi))
    x,q,h=y,qn,hn
p=(w/np.sqrt(2*np.pi*v)*np.exp(-(x[:,None]-mu)**2/(2*v))).sum(1)
d=p-q
tv=.5*abs(d).sum()*h
print('mass - 1', q.sum()*h - 1, 'tv', tv, 'kl_pq', (p*np.log(p/q)).sum()*h)
