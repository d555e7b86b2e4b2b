#pragma once

namespace core {

/// A point; the unit (px or mm) is said where it is used.
struct Point {
    double x{};
    double y{};
    bool operator==(const Point&) const = default;
};

/// Pixels of the page as decoded, before any rotation; x1 and y1 are exclusive.
struct Box {
    int x0{}, y0{}, x1{}, y1{};

    int width() const { return x1 - x0; }
    int height() const { return y1 - y0; }
    bool operator==(const Box&) const = default;
};

/// Millimetres from the top left corner of the upright sheet.
struct BoxMm {
    double x0{}, y0{}, x1{}, y1{};

    double width() const { return x1 - x0; }
    double height() const { return y1 - y0; }
    bool operator==(const BoxMm&) const = default;
};

}  // namespace core
