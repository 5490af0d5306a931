#include "recovery/laws.h"

#include "recovery/law_book.h"

namespace homing {

void LawBook::breach(int law, std::string message) {
    CHECK(law >= 1 && law <= kLaws);
    auto& found = found_[static_cast<std::size_t>(law)];
    if (found.size() < kBreachesPerLawMax) found.push_back(std::move(message));
}

std::vector<Breach> LawBook::take() && {
    std::vector<Breach> breaches;
    for (int law = 1; law <= kLaws; ++law) {
        for (std::string& message : found_[static_cast<std::size_t>(law)]) {
            breaches.push_back({law, std::move(message)});
        }
    }
    return breaches;
}

Result<Audit> check_laws(const Store& store, const std::function<void(int percent)>& progress) {
    const auto report = [&](int percent) {
        if (progress) progress(percent);
    };
    report(0);
    const Result<std::vector<OutboxMessage>> pending = store.outbox(SIZE_MAX);
    if (!pending) return pending.error();
    const Result<std::unique_ptr<Reader>> snapshot = store.snapshot();
    if (!snapshot) return snapshot.error();
    const Reader& reader = **snapshot;

    LawBook book;
    if (auto done = check_money(reader, book); !done) return done.error();
    report(40);
    if (auto done = check_indices(reader, book); !done) return done.error();
    report(60);
    if (auto done = check_headers(reader, book); !done) return done.error();
    if (auto done = check_people(store, reader, *pending, book); !done) return done.error();
    report(70);
    if (auto done = check_log(store, reader, book); !done) return done.error();
    report(100);

    Audit audit;
    audit.deposits = book.deposits;
    audit.postings = book.postings;
    audit.log_entries = book.log_entries;
    audit.breaches = std::move(book).take();
    return audit;
}

}  // namespace homing
