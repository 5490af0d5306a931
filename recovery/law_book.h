#pragma once

#include <array>
#include <string>

#include "recovery/laws.h"

namespace homing {

inline constexpr int kLaws = 15;
inline constexpr std::size_t kBreachesPerLawMax = 100;

// Where the checks write what they find.
class LawBook {
  public:
    void breach(int law, std::string message);
    // Breaches in the order of the laws.
    std::vector<Breach> take() &&;

    std::uint64_t deposits = 0;
    std::uint64_t postings = 0;
    std::uint64_t log_entries = 0;

  private:
    std::array<std::vector<std::string>, kLaws + 1> found_;
};

// The checks, by what they read. An Error only when the store cannot be read.
Result<void> check_money(const Reader& reader, LawBook& book);    // laws 2, 3, 4, 5, 11, 14
Result<void> check_indices(const Reader& reader, LawBook& book);  // laws 1, 7
Result<void> check_headers(const Reader& reader, LawBook& book);  // law 8
// Laws 6 and 15. The log may be ahead of the snapshot; newer versions are passed over.
Result<void> check_log(const Store& store, const Reader& reader, LawBook& book);
// Laws 9, 10, 12, 13. `pending` was read before the snapshot.
Result<void> check_people(const Store& store, const Reader& reader,
                          const std::vector<OutboxMessage>& pending, LawBook& book);

}  // namespace homing
