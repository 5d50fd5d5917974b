#pragma once

/// A value that the risk gate has let through.
///
/// Only `Gate` makes one, and `trading::Venue::submit` takes nothing else, so an unchecked order
/// does not compile.

#include <utility>

namespace pm::risk {

template <class T>
class Approved {
public:
    [[nodiscard]] const T& operator*() const { return value_; }
    [[nodiscard]] const T* operator->() const { return &value_; }

private:
    friend class Gate;
    explicit Approved(T value) : value_{std::move(value)} {}
    T value_;
};

}  // namespace pm::risk
