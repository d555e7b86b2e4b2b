#pragma once
// qpdf 11.3 keeps a vector of JSON inside JSON, incomplete there: clang refuses it as C++20 (github.com/qpdf/qpdf/issues/942,
// mended in 11.4). Nothing here uses it: its header is passed over.
#define JSON_HH
class JSON;
