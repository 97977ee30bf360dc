# SPDX-License-Identifier: AGPL-3.0-or-later
"""K-Means by scikit-learn over rows of float32: seconds for a number of clusters chosen by silhouette, and for eight clusters in 20 iterations."""
import json
import sys
import time

import numpy
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score

rows = numpy.fromfile(sys.argv[1], dtype="<f4").reshape(-1, int(sys.argv[2]))

begin = time.perf_counter()
KMeans(8, n_init=1, max_iter=20, tol=0, random_state=1).fit(rows)
fixed = time.perf_counter() - begin

begin = time.perf_counter()
best = (-1, 0)
for k in range(2, 11):
    labels = KMeans(k, n_init=1, random_state=1).fit_predict(rows)
    best = max(best, (silhouette_score(rows, labels, sample_size=2500, random_state=1), k))
automatic = time.perf_counter() - begin

print(json.dumps({"fixed": fixed, "automatic": automatic, "k": best[1]}))
