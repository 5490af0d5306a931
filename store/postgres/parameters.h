#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace homing::postgres {

// The arguments of one statement in PostgreSQL's binary form, in the order of $1, $2, …
class Parameters {
  public:
    Parameters& add(std::string_view bytes);                  // bytea
    Parameters& add(std::int64_t number);                     // bigint
    Parameters& add(const std::vector<std::string>& items);   // bytea[]
    Parameters& add(const std::vector<std::int64_t>& items);  // bigint[]

    int count() const { return static_cast<int>(values_.size()); }
    const std::vector<std::string>& values() const { return values_; }
    const std::vector<unsigned>& types() const { return types_; }  // PostgreSQL's type numbers

  private:
    std::vector<std::string> values_;
    std::vector<unsigned> types_;
};

// The version of a key, a sequence or a count as SQL's signed 64 bits; CHECKs that it fits.
std::int64_t to_bigint(std::uint64_t number);

}  // namespace homing::postgres
