#include "app/run/shared_filter.h"

#include "store/custody_book.h"

namespace homing {

Result<void> SharedFilter::add(const std::vector<Fingerprint>& fingerprints, const Reader& book) {
    if (fingerprints.empty()) return {};
    const std::lock_guard one_at_a_time(adding_);
    for (const Fingerprint& fingerprint : fingerprints) filter_->add(fingerprint);
    if (filter_->is_over_full()) {
        Result<CustodyFilter> larger = build_custody_filter(book);
        if (!larger) return larger.error();
        for (const Fingerprint& fingerprint : fingerprints) larger->add(fingerprint);
        const std::lock_guard lock(mutex_);
        filter_ = std::make_shared<CustodyFilter>(std::move(*larger));
    }
    ++generation_;
    return {};
}

}  // namespace homing
