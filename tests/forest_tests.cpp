#include "ocr/forest.h"

#include <cmath>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

/// One feature, two classes, one tree: above 0.5 it is of class b. Ten examples of each in calibration, one of each
/// on the other's side.
std::string model(const std::string& trees = "trees 1\n1 3 0 0.5 1 2 -1 -2 -1 2\n",
                  const std::string& calibration = "calibration 4\n0 1 9 0\n0 9 1 0\n0 9 1 0\n0 1 9 0\n") {
    return "forest-1\nclasses 2 a b\nfeatures 1 height 0 10\nbaseline 0 0\n" + trees + calibration + "end\n";
}

std::vector<float> row(float value) { return {value}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(forest_tests)

BOOST_AUTO_TEST_CASE(a_tree_sends_an_example_to_its_leaf) {
    const ocr::Forest forest(model());
    BOOST_TEST(forest.shares(row(0.5F))[1] == 1 / (1 + std::exp(2)), boost::test_tools::tolerance(1e-9));
    BOOST_TEST(forest.shares(row(0.6F))[1] == 1 / (1 + std::exp(-2)), boost::test_tools::tolerance(1e-9));
    const auto shares = forest.shares(row(3));
    BOOST_TEST(shares[0] + shares[1] == 1, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(figures_beyond_training_are_strange) {
    const ocr::Forest forest(model());
    BOOST_TEST(forest.strange(row(0)) == 0);
    BOOST_TEST(forest.strange(row(10)) == 0);
    BOOST_TEST(forest.strange(row(10.5F)) == 1);
    BOOST_TEST(forest.strange(row(-1)) == 1);
}

BOOST_AUTO_TEST_CASE(a_probability_is_the_share_of_the_calibration_set_that_was_right) {
    const ocr::Forest forest(model());
    BOOST_TEST(forest.probability(1, forest.shares(row(3))[1]) == 9.5 / 11, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(forest.probability(1, forest.shares(row(0))[1]) == 1.5 / 11, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(the_threshold_rises_with_the_care_that_is_asked_for) {
    std::ostringstream seen;  // 10,000 of each; of class a 1 % lie above one half.
    seen << "calibration 4\n0 100 9900 0\n0 9900 100 0\n0 9900 100 0\n0 100 9900 0\n";
    const ocr::Forest forest(model("trees 0\n", seen.str()));
    BOOST_TEST(forest.threshold(1, 0.02) == 0.5, boost::test_tools::tolerance(1e-6));
    BOOST_TEST(forest.threshold(1, 0.001) > 0.9);
    BOOST_TEST(forest.threshold(1, 0.02, 0) == 0.5, boost::test_tools::tolerance(1e-6));
    BOOST_TEST(forest.threshold(1, 0.00001) > 1);
    BOOST_TEST(forest.floor(1, 0.02) == 0.5, boost::test_tools::tolerance(1e-6));
    BOOST_TEST(forest.floor(1, 0.001) < 0.01);
}

BOOST_AUTO_TEST_CASE(a_rare_error_is_not_taken_for_none) {
    const ocr::Forest forest(model("trees 0\n", "calibration 4\n0 0 10 0\n0 10 0 0\n0 10 0 0\n0 0 10 0\n"));
    BOOST_TEST(forest.threshold(1, 0.001) > 1);  // Ten examples prove no such figure.
}

BOOST_AUTO_TEST_CASE(broken_models_are_refused) {
    const struct {
        const char* title;
        std::string text;
    } rows[]{
        {"empty", ""},
        {"another format", "forest-2\n"},
        {"cut", model().substr(0, 60)},
        {"a word for a number", "forest-1\nclasses two a b\n"},
        {"a tree that walks in circles", model("trees 1\n1 3 0 0.5 0 2 -1 -2 -1 2\n")},
        {"a child that is not there", model("trees 1\n1 3 0 0.5 1 7 -1 -2 -1 2\n")},
        {"a feature that is not there", model("trees 1\n1 3 5 0.5 1 2 -1 -2 -1 2\n")},
        {"a class that is not there", model("trees 1\n4 1 -1 2\n")},
        {"a tree without nodes", model("trees 1\n1 0\n")},
        {"too many features", "forest-1\nclasses 2 a b\nfeatures 4000000000 height 0 10\n"},
        {"calibration cut", model("trees 0\n", "calibration 4\n0 1\n")},
    };
    for (const auto& row : rows)
        BOOST_TEST_CONTEXT(row.title) BOOST_CHECK_THROW(ocr::Forest{row.text}, std::logic_error);
    BOOST_CHECK_THROW(ocr::Forest(model()).shares(std::vector<float>{1, 2}), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()
