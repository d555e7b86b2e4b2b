#define BOOST_TEST_MODULE vaguemestre
#include <boost/test/unit_test.hpp>
