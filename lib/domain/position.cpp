#include "domain/position.hpp"

namespace pm {

Money MarkedPosition::value() const {
    return mark ? notional_down(*mark, position.held()) : Money{};
}

Money MarkedPosition::unrealized() const {
    return value() - position.cost;
}

}  // namespace pm
