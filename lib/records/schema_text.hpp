#pragma once

/// The schema as a document.

#include <string>

namespace pm::records {

/// docs/records.md, whole, made from the tables of schema.hpp.
[[nodiscard]] std::string schema_text();

}  // namespace pm::records
