#!/bin/sh
# Installs what the measurements of learning are compared with: Debian's scikit-learn and what it needs.
set -eu
apt-get update -q
apt-get install -y -q --no-install-recommends python3-sklearn
/usr/bin/python3 -c 'import sklearn; print("scikit-learn", sklearn.__version__)'
