#pragma once

#include "net/http.hpp"
#include "polymarket/request.hpp"

namespace pm::live {

[[nodiscard]] constexpr net::Method method_of(polymarket::Verb verb) {
    switch (verb) {
        case polymarket::Verb::get: return net::Method::get;
        case polymarket::Verb::post: return net::Method::post;
        case polymarket::Verb::del: return net::Method::del;
    }
    return net::Method::get;
}

}  // namespace pm::live
