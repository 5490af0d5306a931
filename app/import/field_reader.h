#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "app/config_value.h"
#include "app/import/kinds.h"
#include "core/caip.h"
#include "core/quote.h"
#include "core/record.h"
#include "core/time.h"

namespace homing {

// Reads the cells of an import row into typed members and keeps the first thing that is wrong.
class FieldReader {
  public:
    // Both must outlive it.
    FieldReader(const ImportKind& kind, const ImportCells& cells) : kind_(kind), cells_(cells) {}

    // Leaves the member alone where the row has no such field; a problem where it is required.
    template <class T>
    void read(std::string_view name, T& member) {
        const std::string* text = find(name);
        if (text == nullptr || !problem_.empty()) return;
        if (Result<void> taken = take(*text, member); !taken) {
            problem_ = std::string(name) + ": " + taken.error().message;
        }
    }
    bool has(std::string_view name) const;
    void fail(const std::string& problem) {
        if (problem_.empty()) problem_ = problem;
    }
    bool good() const { return problem_.empty(); }
    Error problem() const { return invalid(problem_); }

  private:
    const std::string* find(std::string_view name);

    template <class T>
    static Result<void> take(const std::string& text, std::optional<T>& member) {
        member.emplace();
        return take(text, *member);
    }
    static Result<void> take(const std::string& text, std::vector<AssetId>& member);
    static Result<void> take(const std::string& text, bool& member);
    template <class T>
    static Result<void> take(const std::string& text, T& member) {
        if constexpr (std::is_same_v<T, std::string>) {
            member = text;
        } else if constexpr (IsNamedEnum<T>) {
            for (std::size_t i = 0; i < kEnumNames<T>.size(); ++i) {
                if (kEnumNames<T>[i] != text) continue;
                member = static_cast<T>(i);
                return {};
            }
            return invalid(quote(text) + " is not one of the known values");
        } else if constexpr (std::is_integral_v<T>) {
            const Result<std::uint64_t> whole = parse_whole(text);
            if (!whole || *whole > std::numeric_limits<T>::max()) {
                return invalid("\"" + text.substr(0, 40) + "\" is not a whole number up to " +
                               std::to_string(std::numeric_limits<T>::max()));
            }
            member = static_cast<T>(*whole);
        } else if constexpr (std::is_same_v<T, Time>) {
            Result<Time> time = parse_time(text);
            if (!time) return time.error();
            member = *time;
        } else {
            Result<T> parsed = T::parse(text);
            if (!parsed) return parsed.error();
            member = std::move(*parsed);
        }
        return {};
    }

    const ImportKind& kind_;
    const ImportCells& cells_;
    std::string problem_;
};

}  // namespace homing
