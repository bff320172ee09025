// Facts in the words of a model file: what is known of a name, as a user would write it.
#pragma once

#include "model/roles.h"

namespace async_tidy {

/// `role: {properties}, ...`; properties with their default value are left out.
std::string spell(const TypeFacts &facts);
std::string spell(const FunctionFacts &facts);

} // namespace async_tidy
