"""Holds the figures of `evaluate --score` to scikit-learn's, to 1e-12."""

import json
import random
import unittest

from evaluate_test import MAPPING, TRUTH, rows
from program import ProgramTest

try:
    from sklearn import metrics
except ImportError:
    metrics = None


@unittest.skipIf(metrics is None, "python3-sklearn is not installed")
class MetricsTest(ProgramTest):
    def assert_as_sklearn(self, scores, labels):
        self.write("in.csv", rows(len(scores), lambda i: {"score": scores[i], "wrong": labels[i],
                                                          "mass": i}))
        self.write("mapping.toml", MAPPING + TRUTH)
        done = self.greenlane("evaluate", "--declarations", "in.csv", "--mapping", "mapping.toml",
                              "--score", "--at", "2%,5%,10%,50%", "--json")
        self.assert_done(done)
        found = json.loads(done.out)["profiles"][0]

        def near(value, oracle):
            self.assertLessEqual(abs(value - oracle), 1e-12)

        near(found["auc"]["mean"], metrics.roc_auc_score(labels, scores))
        near(found["average_precision"]["mean"], metrics.average_precision_score(labels, scores))
        near(found["calibration"]["brier"], metrics.brier_score_loss(labels, scores))
        precision, recall, thresholds = metrics.precision_recall_curve(labels, scores)
        for at in found["at"]:
            if at["tied"] == 0:  # the cut falls between two scores: a point of the curve
                cut = sorted(scores, reverse=True)[at["selected"] - 1]
                point = list(thresholds).index(cut)
                near(at["precision"]["mean"], precision[point])
                near(at["recall"]["mean"], recall[point])
        return found

    def test_distinct_scores(self):
        draw = random.Random(1)
        scores = [i / 1000 for i in range(800)]
        draw.shuffle(scores)
        labels = [int(draw.random() < score) for score in scores]
        found = self.assert_as_sklearn(scores, labels)
        self.assertTrue(all(at["tied"] == 0 for at in found["at"]))

    def test_tied_scores(self):
        draw = random.Random(2)
        scores = [round(draw.random(), 1) for _ in range(800)]
        labels = [int(draw.random() < score / 2) for score in scores]
        self.assert_as_sklearn(scores, labels)

    def test_rare_violations(self):
        draw = random.Random(3)
        scores = [round(draw.random(), 3) for _ in range(800)]
        self.assert_as_sklearn(scores, [int(i in (100, 500)) for i in range(800)])


if __name__ == "__main__":
    unittest.main()
