#!/usr/bin/env bash
# SPDX-License-Identifier: AGPL-3.0-or-later
# Makes the files in this folder anew, with the tools people use: scikit-learn, XGBoost and R learn models of customers that make.py makes up, and say what they
# think of 40 of them and a few more (customers.csv); the converters that sklearn2pmml, r2pmml and JPMML-XGBoost are made of write them as PMML. The ONNX files are
# put together with the onnx package as skl2onnx lays them out, since skl2onnx is no Debian package. Needs Debian 12 with
#   apt-get install --no-install-recommends python3-sklearn python3-pandas python3-xgboost python3-onnx r-base-core r-cran-rpart r-cran-randomforest r-cran-gbm
# a JDK and Maven. Last made with scikit-learn 1.2.1, XGBoost 1.7.4, onnx 1.12.0, R 4.2.2, rpart 4.1.19, randomForest 4.7-1.1, gbm 2.1.8.1, JPMML-SkLearn 1.9.0,
# JPMML-XGBoost 1.9.6 and JPMML-R 1.5.1.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/make.py "$here"/make.R "$here"/*.java "$work"
cd "$work"

/usr/bin/python3 make.py
Rscript make.R

# converter, its version, the program that calls it, what it reads
convert() {
  mkdir "$1"
  printf '<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version><dependencies><dependency><groupId>org.jpmml</groupId><artifactId>%s</artifactId><version>%s</version></dependency></dependencies></project>' "$1" "$2" >"$1/pom.xml"
  mvn -q -B -f "$1/pom.xml" dependency:copy-dependencies -DoutputDirectory=lib
  javac -d "$1" -cp "$1/lib/*" "$3.java"
  java -cp "$1/lib/*:$1" "$3" "${@:4}"
}
convert pmml-sklearn 1.9.0 SklearnToPmml sklearn-*.pkl
convert pmml-rexp 1.5.1 RToPmml r-*.rds
convert pmml-xgboost 1.9.6 XgboostToPmml xgboost.json

cp ./*.pmml ./*.onnx customers.csv "$here"
