# SPDX-License-Identifier: AGPL-3.0-or-later
"""Learns small models of customers made up here with scikit-learn, and writes what scikit-learn says of them. See make.sh."""

import joblib
import numpy as np
import onnx
import pandas as pd
from onnx import TensorProto, helper, numpy_helper
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier
from xgboost import XGBClassifier

NUMBERS, TEXTS = ["months", "spend"], ["contract", "paper"]
RANDOM = np.random.RandomState(42)
CUSTOMERS, SCORED = 400, 40


def customers():
    table = pd.DataFrame({
        "months": RANDOM.randint(1, 72, CUSTOMERS).astype(float),
        "spend": np.round(RANDOM.gamma(3, 20, CUSTOMERS), 1),
        "contract": RANDOM.choice(["monthly", "yearly", "two years"], CUSTOMERS, p=[0.5, 0.3, 0.2]),
        "paper": RANDOM.choice(["yes", "no"], CUSTOMERS),
    })
    odds = 1.2 * (table.contract == "monthly") - 0.05 * table.months + 0.012 * table.spend + 0.4 * (table.paper == "yes") - 0.3
    left = np.where(RANDOM.rand(CUSTOMERS) < 1 / (1 + np.exp(-odds)), "yes", "no")
    return table, pd.Series(left, name="left")


def prepared(*steps, unknown="ignore"):
    numbers = Pipeline([(type(step).__name__, step) for step in steps]) if steps else "passthrough"
    return ColumnTransformer([("numbers", numbers, NUMBERS), ("texts", OneHotEncoder(handle_unknown=unknown), TEXTS)])


ALL, LEFT = customers()
GAPS = ALL.copy()
GAPS.loc[::7, "spend"] = np.nan
GAPS.loc[::11, "months"] = np.nan
AMOUNT = pd.Series(20 + 1.3 * ALL.spend - 0.1 * ALL.months + 5 * (ALL.contract == "monthly"), name="amount")

MODELS = {
    "logistic": Pipeline([("prepared", prepared(StandardScaler())), ("model", LogisticRegression())]),
    "tree": Pipeline([("prepared", prepared()), ("model", DecisionTreeClassifier(max_depth=3, random_state=1))]),
    "forest": Pipeline([("prepared", prepared()), ("model", RandomForestClassifier(3, max_depth=3, random_state=1))]),
    "boosting": Pipeline([
        ("prepared", prepared()),
        ("model", GradientBoostingClassifier(n_estimators=6, max_depth=2, random_state=1)),
    ]),
    "network": Pipeline([
        ("prepared", prepared(StandardScaler())),
        ("model", MLPClassifier((4,), max_iter=2000, random_state=1)),
    ]),
    "imputed": Pipeline([
        ("prepared", prepared(SimpleImputer(strategy="median"), StandardScaler())),
        ("model", LogisticRegression()),
    ]),
    "histogram": Pipeline([
        ("prepared", ColumnTransformer([("numbers", "passthrough", NUMBERS)])),
        ("model", HistGradientBoostingClassifier(max_iter=4, max_leaf_nodes=5, random_state=1)),
    ]),
}
WITH_GAPS = {"imputed", "histogram"}

# whom the tests score: most of them known, some of whom something is missing, some with a contract nobody had
known, gaps, strangers = ALL[:SCORED], GAPS[:SCORED:7], ALL[:3].assign(contract="forever")
scored = pd.concat([known, gaps, strangers], ignore_index=True)
complete = ~scored[NUMBERS].isna().any(axis=1)


def say(name, model, answer, may=complete):
    scored.loc[may, "sklearn-" + name] = answer(model, scored.loc[may, NUMBERS + TEXTS])


for name, model in MODELS.items():
    model.fit(GAPS if name in WITH_GAPS else ALL, LEFT)
    joblib.dump(model, f"sklearn-{name}.pkl")
    say(name, model, lambda m, rows: m.predict_proba(rows)[:, 1], complete | (name in WITH_GAPS))

# as scikit-learn does unless told otherwise, this one refuses a contract it has not seen
linear = Pipeline([("prepared", prepared(StandardScaler(), unknown="error")), ("model", LinearRegression())]).fit(ALL, AMOUNT)
joblib.dump(linear, "sklearn-linear.pkl")
say("linear", linear, lambda m, rows: m.predict(rows), complete & (scored.contract != "forever"))

groups = Pipeline([("scaled", StandardScaler()), ("model", KMeans(4, n_init=4, random_state=1))]).fit(ALL[NUMBERS])
joblib.dump(groups, "sklearn-kmeans.pkl")
say("kmeans", groups, lambda m, rows: m.transform(rows[NUMBERS])[:, 2])

xgboost = XGBClassifier(n_estimators=3, max_depth=3, random_state=1).fit(GAPS[NUMBERS].values, (LEFT == "yes").astype(int))
xgboost.get_booster().save_model("xgboost.json")
scored["xgboost"] = xgboost.predict_proba(scored[NUMBERS].values)[:, 1]

scored.to_csv("customers.csv", index=False)
ALL.assign(left=LEFT).to_csv("learned-from.csv", index=False)


# --- ONNX -------------------------------------------------------------------------------------------------------------------
# skl2onnx and onnxmltools cannot be had as Debian packages, so the graphs are put together here as they lay them out
# (skl2onnx/operator_converters of github.com/onnx/sklearn-onnx), with the onnx package itself.


class Graph:
    def __init__(self):
        self.nodes, self.constants, self.inputs, self.outputs = [], [], [], []

    def input(self, name, kind, width=1):
        self.inputs.append(helper.make_tensor_value_info(name, kind, [None, width]))
        return name

    def constant(self, name, values):
        self.constants.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def node(self, kind, inputs, outputs, **settings):
        own = {"Scaler", "Imputer", "OneHotEncoder", "LinearClassifier", "LinearRegressor", "ZipMap", "Normalizer",
               "TreeEnsembleClassifier", "TreeEnsembleRegressor", "ArrayFeatureExtractor"}
        outputs = [outputs] if isinstance(outputs, str) else outputs
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain="ai.onnx.ml" if kind in own else "", **settings))
        return outputs[0]

    def customer(self, transformer):
        """The inputs by column, prepared: numbers imputed and scaled, texts in one table that is taken apart again."""
        for name in NUMBERS:
            self.input(name, TensorProto.FLOAT)
        for name in TEXTS:
            self.input(name, TensorProto.STRING)
        numbers = self.node("Concat", NUMBERS, "merged_columns", axis=1)
        steps = transformer.named_transformers_["numbers"]
        for step in [] if isinstance(steps, str) or not hasattr(steps, "steps") else [step for _, step in steps.steps]:
            if isinstance(step, SimpleImputer):
                numbers = self.node("Imputer", [numbers], "imputed", imputed_value_floats=step.statistics_, replaced_value_float=np.nan)
            elif isinstance(step, StandardScaler):
                numbers = self.node("Scaler", [numbers], "scaled", offset=step.mean_, scale=1 / step.scale_)
        self.node("Concat", TEXTS, "merged_texts", axis=1)
        hot, total = [], 0
        encoder = transformer.named_transformers_["texts"]
        zeros = int(encoder.handle_unknown == "ignore")
        for at, categories in enumerate(encoder.categories_):
            self.node("Gather", ["merged_texts", self.constant(f"index{at}", np.array([at], np.int64))], f"text{at}", axis=1)
            hot.append(self.node("OneHotEncoder", [f"text{at}"], f"text{at}out", cats_strings=list(categories), zeros=zeros))
            total += len(categories)
        self.node("Concat", hot, "concat_result", axis=-1)
        self.node("Reshape", ["concat_result", self.constant("shape", np.array([-1, total], np.int64))], "hot")
        return self.node("Concat", [numbers, "hot"], "transformed_column", axis=1)

    def classes(self, labels, zipmap):
        """The label and, as skl2onnx does unless told otherwise, the probabilities as a list of maps."""
        text = isinstance(labels[0], str)
        kind = TensorProto.STRING if text else TensorProto.INT64
        self.outputs.append(helper.make_tensor_value_info("output_label", kind, [None]))
        if not zipmap:
            self.node("Identity", ["probabilities"], "output_probability")
            self.outputs.append(helper.make_tensor_value_info("output_probability", TensorProto.FLOAT, [None, len(labels)]))
            return
        self.node("ZipMap", ["probabilities"], "output_probability", **{"classlabels_strings" if text else "classlabels_int64s": labels})
        maps = onnx.ValueInfoProto(name="output_probability")
        each = maps.type.sequence_type.elem_type.map_type
        each.key_type = kind
        each.value_type.tensor_type.elem_type = TensorProto.FLOAT
        self.outputs.append(maps)

    def save(self, file):
        graph = helper.make_graph(self.nodes, file, self.inputs, self.outputs, self.constants)
        model = helper.make_model(
            graph,
            producer_name="onnx " + onnx.__version__ + " as skl2onnx",
            opset_imports=[helper.make_opsetid("", 15), helper.make_opsetid("ai.onnx.ml", 1)],
            ir_version=8,
        )
        onnx.checker.check_model(model)
        open(file + ".onnx", "wb").write(model.SerializeToString())


def trees(estimators, target, worth, ids):
    """The attributes of a tree ensemble; sklearn compares 32 bits with a limit of 64, so the limit is rounded down."""
    said = {key: [] for key in ["treeids", "nodeids", "featureids", "modes", "values", "truenodeids", "falsenodeids",
                                "hitrates", "missing_value_tracks_true"]}
    leaves = {key: [] for key in ["treeids", "nodeids", "ids", "weights"]}
    for number, estimator in enumerate(estimators):
        tree = estimator.tree_
        for node in range(tree.node_count):
            leaf = tree.children_left[node] < 0
            limit = np.float32(tree.threshold[node])
            limit = limit if limit <= tree.threshold[node] else np.nextafter(limit, np.float32(-np.inf))
            for key, value in zip(said, [number, node, 0 if leaf else tree.feature[node], "LEAF" if leaf else "BRANCH_LEQ",
                                         0 if leaf else float(limit), 0 if leaf else tree.children_left[node],
                                         0 if leaf else tree.children_right[node], 1.0, 0]):
                said[key].append(value)
            for one, weight in zip(ids, worth(tree.value[node][0])) if leaf else []:
                for key, value in zip(leaves, [number, node, one, float(weight)]):
                    leaves[key].append(value)
    return {"nodes_" + key: value for key, value in said.items()} | {target + "_" + key: value for key, value in leaves.items()}


def linear_classifier(name, zipmap, labels):
    pipeline, graph = MODELS[name], Graph()
    table, model = graph.customer(pipeline["prepared"]), pipeline["model"]
    weights = model.coef_.ravel()
    graph.node("LinearClassifier", [table], ["output_label", "probabilities"],
               coefficients=np.concatenate([-weights, weights]), intercepts=[-model.intercept_[0], model.intercept_[0]],
               multi_class=0, post_transform="LOGISTIC", **labelled(labels, "classlabels_ints"))
    graph.classes(labels, zipmap)
    graph.save("skl2onnx-" + name)


def labelled(labels, ints="classlabels_int64s"):
    return {"classlabels_strings" if isinstance(labels[0], str) else ints: labels}


linear_classifier("logistic", True, ["no", "yes"])
linear_classifier("imputed", False, [0, 1])

graph = Graph()
table = graph.customer(MODELS["forest"]["prepared"])
forest = MODELS["forest"]["model"].estimators_
graph.node("TreeEnsembleClassifier", [table], ["output_label", "probabilities"], post_transform="NONE",
           **labelled([0, 1]), **trees(forest, "class", lambda value: value / value.sum() / len(forest), [0, 1]))
graph.classes([0, 1], True)
graph.save("skl2onnx-forest")

graph = Graph()
table, model = graph.customer(MODELS["boosting"]["prepared"]), MODELS["boosting"]["model"]
graph.node("TreeEnsembleClassifier", [table], ["output_label", "probabilities"], post_transform="LOGISTIC",
           base_values=model._raw_predict_init(np.zeros((1, 7))).ravel(), **labelled(["no", "yes"]),
           **trees(model.estimators_.ravel(), "class", lambda value: value * model.learning_rate, [0]))
graph.classes(["no", "yes"], True)
graph.save("skl2onnx-boosting")

graph = Graph()
model = MODELS["network"]["model"]
layer = graph.node("Cast", [graph.customer(MODELS["network"]["prepared"])], "cast_input", to=TensorProto.FLOAT)
for at, kind in enumerate(["Relu", "Sigmoid"]):
    graph.node("MatMul", [layer, graph.constant(f"coefficient{at}", model.coefs_[at].astype(np.float32))], f"mul{at}")
    graph.node("Add", [f"mul{at}", graph.constant(f"intercepts{at}", model.intercepts_[at].astype(np.float32)[None, :])], f"add{at}")
    layer = graph.node(kind, [f"add{at}"], f"next{at}")
graph.node("Sub", [graph.constant("unity", np.float32(1)), layer], "negative")
graph.node("Concat", ["negative", layer], "probabilities", axis=1)
graph.node("ArgMax", ["probabilities"], "argmax", axis=1)
graph.node("ArrayFeatureExtractor", [graph.constant("classes", np.array([0, 1], np.int32)), "argmax"], "extracted")
graph.node("Reshape", ["extracted", graph.constant("flat", np.array([-1], np.int64))], "reshaped")
graph.node("Cast", ["reshaped"], "output_label", to=TensorProto.INT64)
graph.classes([0, 1], True)
graph.save("skl2onnx-network")

graph = Graph()
table = graph.customer(linear["prepared"])
graph.node("LinearRegressor", [table], "variable", coefficients=linear["model"].coef_, intercepts=[linear["model"].intercept_])
graph.outputs.append(helper.make_tensor_value_info("variable", TensorProto.FLOAT, [None, 1]))
graph.save("skl2onnx-linear")

graph = Graph()
graph.input("X", TensorProto.FLOAT, 2)
graph.node("Scaler", ["X"], "scaled", offset=groups["scaled"].mean_, scale=1 / groups["scaled"].scale_)
centers = groups["model"].cluster_centers_.astype(np.float32)
graph.node("ReduceSumSquare", ["scaled"], "own", axes=[1], keepdims=1)
graph.node("Gemm", ["scaled", graph.constant("centers", centers)], "cross", alpha=-2.0, transB=1)
graph.node("Add", ["own", "cross"], "without")
graph.node("Add", [graph.constant("of_centers", (centers**2).sum(axis=1)), "without"], "squared")
graph.node("ArgMin", ["squared"], "label", axis=1, keepdims=0)
graph.node("Sqrt", ["squared"], "scores")
graph.outputs.append(helper.make_tensor_value_info("label", TensorProto.INT64, [None]))
graph.outputs.append(helper.make_tensor_value_info("scores", TensorProto.FLOAT, [None, 4]))
graph.save("skl2onnx-kmeans")
