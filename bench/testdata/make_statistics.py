#!/usr/bin/env python3
"""Writes statistics.json: what SciPy, statsmodels and scikit-learn say of the
statistics that package bench computes. Versions are recorded in the file."""
import json
import math
import pathlib

import numpy as np
import scipy
import scipy.stats
import sklearn
import sklearn.metrics
import statsmodels
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

random = np.random.default_rng(1)


def mcnemar_cases():
    for a, b in [(0, 1), (1, 0), (5, 5), (3, 9), (10, 2), (25, 40), (40, 25), (0, 12),
                 (512, 430), (1000, 1001), (2000, 1500), (3, 4000)]:
        exact = mcnemar([[0, a], [b, 0]], exact=True)
        corrected = mcnemar([[0, a], [b, 0]], exact=False, correction=True)
        yield dict(only_a=a, only_b=b, p_exact=exact.pvalue,
                   chi_square=corrected.statistic, p_chi_square=corrected.pvalue)


def holm_cases():
    for p in [[0.01, 0.04, 0.03, 0.005], [0.5], [0.2, 0.2, 0.01, 0.01], [0.9, 0.8, 0.001],
              list(random.random(20) ** 3)]:
        yield dict(p=p, adjusted=list(multipletests(p, method="holm")[1]))


def bootstrap_cases():
    for n, shares in [(1000, (0.05, 0.88, 0.07)), (10000, (0.1, 0.85, 0.05)), (200, (0.0, 0.97, 0.03))]:
        counts = [round(n * s) for s in shares]
        values = np.repeat([-1.0, 0.0, 1.0], counts)
        r = scipy.stats.bootstrap((values,), np.mean, n_resamples=50000, batch=500,
                                  method="percentile", random_state=1)
        yield dict(counts=counts, low=r.confidence_interval.low, high=r.confidence_interval.high,
                   standard_error=r.standard_error)


def interval(r, variance):
    spread = scipy.stats.norm.ppf(0.975) * math.sqrt(variance)
    return [math.tanh(math.atanh(r) - spread), math.tanh(math.atanh(r) + spread)]


def correlation_cases():
    for n, noise, digits in [(5, 1.0, 3), (12, 0.5, 1), (40, 0.3, 2), (143, 0.2, 2), (20, 0.1, 1)]:
        x = np.round(random.random(n), digits)
        y = np.round(x + noise * random.random(n), digits)
        tau = scipy.stats.kendalltau(x, y, variant="b").statistic
        rho = scipy.stats.spearmanr(x, y).statistic
        yield dict(x=list(x), y=list(y), kendall=tau, spearman=rho,
                   kendall_interval=interval(tau, 0.437 / (n - 4)),
                   spearman_interval=interval(rho, (1 + rho * rho / 2) / (n - 3)))


def class_cases():
    for n, classes, used in [(300, 4, 4), (50, 5, 3)]:
        truth = random.integers(0, used, n)
        predicted = np.where(random.random(n) < 0.7, truth, random.integers(0, classes, n))
        precision, recall, f1, support = sklearn.metrics.precision_recall_fscore_support(
            truth, predicted, labels=range(classes), zero_division=0)
        confusion = sklearn.metrics.confusion_matrix(truth, predicted, labels=range(classes))
        yield dict(truth=truth.tolist(), predicted=predicted.tolist(), confusion=confusion.tolist(),
                   precision=list(precision), recall=list(recall), f1=list(f1), support=support.tolist())


out = dict(
    made_with=f"SciPy {scipy.__version__}, statsmodels {statsmodels.__version__}, scikit-learn {sklearn.__version__}",
    mcnemar=list(mcnemar_cases()), holm=list(holm_cases()), bootstrap=list(bootstrap_cases()),
    correlation=list(correlation_cases()), classes=list(class_cases()))
path = pathlib.Path(__file__).with_name("statistics.json")
path.write_text(json.dumps(out, separators=(",", ":")).replace("],\"", "],\n\"") + "\n")
