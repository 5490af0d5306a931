#include "matcher/memo.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "core/model/memo.h"
#include "matcher/cleaning.h"

namespace homing {
namespace {

constexpr std::size_t kReadingsMax = 64;
constexpr std::size_t kNeighboursMax = 256;
constexpr std::size_t kPaddedTo = 12;

// Readings under way, best grade first: the lowest grade of each memo is kept.
class Readings {
  public:
    explicit Readings(const Transfer& transfer)
        : transfer_(transfer), family_(transfer.network.name_space()) {}

    void add(MemoKind kind, const std::string& value, std::uint8_t grade,
             std::vector<std::string> steps) {
        const std::string written = Memo{kind, value}.str();
        if (!Memo::parse(written)) return;
        const auto known = grades_.find(written);
        if (known != grades_.end() && known->second <= grade) return;
        grades_[written] = grade;
        std::erase_if(found_, [&](const MemoReading& r) { return r.memo == written; });
        const auto after = std::ranges::upper_bound(found_, grade, {}, &MemoReading::grade);
        found_.insert(after, {written, grade, std::move(steps)});
    }

    void add_number(const std::string& digits, MemoKind kind, std::uint8_t grade,
                    const std::vector<std::string>& steps) {
        if (family_ == "xrpl") return add_as(MemoKind::kTag, kind, digits, grade, steps);
        if (family_ != "stellar") return add_as(MemoKind::kText, kind, digits, grade, steps);
        for (const MemoKind to : {MemoKind::kId, MemoKind::kText, MemoKind::kMuxed}) {
            add_as(to, kind, digits, grade, steps);
        }
    }

    // Zeros in front are lost where a number is typed for a text.
    void add_padded(const std::string& digits, MemoKind kind, std::uint8_t grade) {
        if (family_ != "stellar") return;
        for (std::string text = "0" + digits; text.size() <= kPaddedTo; text = "0" + text) {
            add(MemoKind::kText, text, std::max<std::uint8_t>(grade, 2),
                {step_to(kind, MemoKind::kText), "leading zeros"});
        }
    }

    // The bytes as text, and as a number where they are one.
    void add_text(const std::string& bytes, MemoKind kind, std::uint8_t grade,
                  const std::vector<std::string>& steps) {
        for (const CleanText& clean : clean_text(bytes, transfer_.recipient_address)) {
            std::vector<std::string> all = steps;
            all.insert(all.end(), clean.steps.begin(), clean.steps.end());
            const std::uint8_t reached = std::max(grade, clean.grade);
            if (family_ != "xrpl") add(MemoKind::kText, clean.bytes, reached, all);
            const bool is_canonical = Memo::parse("id:" + clean.bytes).has_value();
            if (is_canonical) add_number(clean.bytes, kind, reached, all);
        }
    }

    std::vector<MemoReading> take() && {
        if (found_.size() > kReadingsMax) found_.resize(kReadingsMax);
        return std::move(found_);
    }

  private:
    static std::string step_to(MemoKind from, MemoKind to) {
        return std::string(to_string(from)) + " to " + std::string(to_string(to));
    }

    void add_as(MemoKind to, MemoKind from, const std::string& digits, std::uint8_t grade,
                std::vector<std::string> steps) {
        if (to != from) {
            grade = std::max<std::uint8_t>(grade, 1);
            steps.push_back(step_to(from, to));
        }
        add(to, digits, grade, std::move(steps));
    }

    const Transfer& transfer_;
    std::string_view family_;
    std::map<std::string, std::uint8_t> grades_;
    std::vector<MemoReading> found_;
};

std::string without_zero_bytes(const std::string& bytes) {
    const std::size_t first = bytes.find_first_not_of('\0');
    if (first == bytes.npos) return {};
    return bytes.substr(first, bytes.find_last_not_of('\0') - first + 1);
}

// The memo field itself.
void read_field(Readings& readings, const Memo& memo) {
    readings.add(memo.kind, memo.value, 0, {});
    switch (memo.kind) {
        case MemoKind::kText:
            return readings.add_text(memo.value, memo.kind, 0, {});
        case MemoKind::kTag:
        case MemoKind::kId:
        case MemoKind::kMuxed:
            readings.add_number(memo.value, memo.kind, 0, {});
            return readings.add_padded(memo.value, memo.kind, 2);
        case MemoKind::kHash:
            return readings.add_text(without_zero_bytes(memo.value), memo.kind, 2,
                                     {"hash as text"});
        case MemoKind::kReturn:
            return readings.add_text(without_zero_bytes(memo.value), memo.kind, 3, {"wrong field"});
        case MemoKind::kSourceTag:
        case MemoKind::kInvoice:
        case MemoKind::kNote:
            return;
    }
}

// A field that names no customer by itself.
void read_other(Readings& readings, const Memo& memo, bool has_memo) {
    switch (memo.kind) {
        case MemoKind::kNote:
            if (has_memo) return readings.add_text(memo.value, memo.kind, 3, {"wrong field"});
            return readings.add_text(memo.value, memo.kind, 1, {});
        case MemoKind::kMuxed:
            if (has_memo) {
                return readings.add(memo.kind, memo.value, 2, {std::string(kMuxedBesideMemo)});
            }
            return read_field(readings, memo);
        case MemoKind::kSourceTag:
        case MemoKind::kTag:
        case MemoKind::kId:
            return readings.add_number(memo.value, memo.kind, 3, {"wrong field"});
        case MemoKind::kText:
        case MemoKind::kHash:
        case MemoKind::kReturn:
        case MemoKind::kInvoice:
            return readings.add_text(without_zero_bytes(memo.value), memo.kind, 3, {"wrong field"});
    }
}

// One digit swapped, doubled, missing, wrong or left out, the likeliest first.
std::vector<std::string> one_edit_from(const std::string& digits) {
    std::vector<std::string> found;
    for (std::size_t i = 0; i + 1 < digits.size(); ++i) {
        std::string other = digits;
        std::swap(other[i], other[i + 1]);
        found.push_back(other);
    }
    for (std::size_t i = 0; i < digits.size(); ++i) {
        found.push_back(std::string(digits).insert(i, 1, digits[i]));
        found.push_back(std::string(digits).erase(i, 1));
    }
    for (std::size_t i = 0; i < digits.size(); ++i) {
        for (char c = '0'; c <= '9'; ++c) {
            found.push_back(std::string(digits).replace(i, 1, 1, c));
        }
    }
    for (std::size_t i = 0; i <= digits.size(); ++i) {
        for (char c = '0'; c <= '9'; ++c) found.push_back(std::string(digits).insert(i, 1, c));
    }
    return found;
}

}  // namespace

std::vector<MemoReading> memo_readings(const Transfer& transfer) {
    Readings readings(transfer);
    if (transfer.memo) {
        if (const auto memo = Memo::parse(*transfer.memo)) read_field(readings, *memo);
    }
    for (const std::string& written : transfer.other_memos) {
        if (const auto memo = Memo::parse(written)) {
            read_other(readings, *memo, transfer.memo.has_value());
        }
    }
    return std::move(readings).take();
}

std::vector<MemoReading> memo_neighbours(const Transfer& transfer) {
    std::vector<MemoReading> found;
    std::map<std::string, bool> known;
    const std::vector<MemoReading> exact = memo_readings(transfer);
    for (const MemoReading& reading : exact) known[reading.memo] = true;
    for (const MemoReading& reading : exact) {
        if (reading.grade > 1) break;
        const auto memo = Memo::parse(reading.memo);
        if (!memo || !Memo::parse("id:" + memo->value)) continue;
        for (const std::string& digits : one_edit_from(memo->value)) {
            const std::string written = Memo{memo->kind, digits}.str();
            if (found.size() >= kNeighboursMax) return found;
            if (!Memo::parse(written) || !known.emplace(written, true).second) continue;
            std::vector<std::string> steps = reading.steps;
            steps.emplace_back("one digit");
            found.push_back({written, 4, std::move(steps)});
        }
    }
    return found;
}

}  // namespace homing
