# SPDX-License-Identifier: AGPL-3.0-or-later
"""A random forest by scikit-learn, learned from the first rows and asked about all: seconds to score, on all processors and on one."""
import json
import sys
import time

import numpy
from sklearn.ensemble import RandomForestClassifier

rows = numpy.fromfile(sys.argv[1], dtype="<f4").reshape(-1, int(sys.argv[2]))
labels = numpy.fromfile(sys.argv[3], dtype="u1")

forest = RandomForestClassifier(100, max_depth=12, min_samples_leaf=50, n_jobs=-1, random_state=1)
begin = time.perf_counter()
forest.fit(rows[: len(labels)], labels)
learned = time.perf_counter() - begin


def scored(jobs):
    forest.n_jobs = jobs
    begin = time.perf_counter()
    forest.predict_proba(rows)
    return time.perf_counter() - begin


print(json.dumps({"learned": learned, "all": scored(-1), "one": scored(1)}))
